package dev.livestash.internal.token;

import dev.livestash.report.RejectReason;

/** What came of opening a token. */
public sealed interface Opened {
  /**
   * It was sealed with a key of the ring and not changed since.
   *
   * @param payload the compressed plaintext
   * @param sealing what its header says
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Valid(byte[] payload, Sealing sealing) implements Opened {}

  /**
   * It was not.
   *
   * @param reason why
   */
  record Rejected(RejectReason reason) implements Opened {}
}
