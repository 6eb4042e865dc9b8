package dev.livestash.token;

import java.util.Optional;

/** What came of opening a token. */
public sealed interface Opened {
  /**
   * It was sealed with a key of the ring and not changed since.
   *
   * @param payload the compressed plaintext
   * @param compression the header parameter that names the compression, {@code zc} or {@code zip}
   * @param method its value
   * @param dictionary what is needed to make the plaintext, if something is: a named dictionary, or
   *     the plaintext of another token
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Valid(byte[] payload, String compression, String method, Optional<String> dictionary)
      implements Opened {}

  /**
   * It was not.
   *
   * @param reason why
   */
  record Rejected(RejectReason reason) implements Opened {}
}
