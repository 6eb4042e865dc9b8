package dev.livestash.token;

/** What came of opening a token. */
public sealed interface Opened {
  /**
   * It was sealed with a key of the ring and not changed since.
   *
   * @param payload the compressed plaintext
   * @param compression the header parameter that names the compression, {@code zc} or {@code zip}
   * @param method its value
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Valid(byte[] payload, String compression, String method) implements Opened {}

  /**
   * It was not.
   *
   * @param reason why
   */
  record Rejected(RejectReason reason) implements Opened {}
}
