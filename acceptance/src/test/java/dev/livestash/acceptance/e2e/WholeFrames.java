package dev.livestash.acceptance.e2e;

import java.util.Optional;

/** A server's frames out of its messages: of a large frame each but the last is behind a plus. */
final class WholeFrames {
  private final StringBuilder parts = new StringBuilder();

  /** The frame that ends with this message, if one does. */
  Optional<String> add(String message) {
    if (message.startsWith("+")) {
      parts.append(message, 1, message.length());
      return Optional.empty();
    }
    String frame = parts + message;
    parts.setLength(0);
    return Optional.of(frame);
  }
}
