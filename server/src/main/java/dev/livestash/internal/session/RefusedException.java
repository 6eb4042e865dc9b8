package dev.livestash.internal.session;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Ends what a view is at for a tab that it has refused: no failure, and so without a trace. */
final class RefusedException extends RuntimeException {
  /** What a close frame has room for (RFC 6455 section 5.5), beside its code. */
  private static final int MAX_BYTES = 123;

  private static final long serialVersionUID = 1;

  RefusedException(String reason) {
    super(
        cut(Objects.requireNonNull(reason, "A refusal needs a reason for the page.")),
        null,
        false,
        false);
  }

  String reason() {
    return Objects.requireNonNull(getMessage(), "given above");
  }

  /** To whole characters. */
  private static String cut(String reason) {
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= MAX_BYTES) {
      return reason;
    }
    int end = MAX_BYTES;
    while ((utf8[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }
}
