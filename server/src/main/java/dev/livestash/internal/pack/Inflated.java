package dev.livestash.internal.pack;

/** What came of inflating bytes. */
public sealed interface Inflated {
  /**
   * The plaintext.
   *
   * @param bytes all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Plain(byte[] bytes) implements Inflated {}

  /** More than the cap; nothing of that size was allocated. */
  record TooLarge() implements Inflated {}

  /** Not what the compression should have made. */
  record Corrupt() implements Inflated {}
}
