package dev.livestash.internal.session;

/**
 * A frame as it came: what waits is held so, since a text or a tree of it takes many times as much.
 *
 * @param utf8 its text
 * @param atNanos when it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReceivedFrame(byte[] utf8, long atNanos) {
  /** What is held of it besides its bytes. */
  private static final int OVERHEAD_BYTES = 100;

  int weight() {
    return utf8.length + OVERHEAD_BYTES;
  }
}
