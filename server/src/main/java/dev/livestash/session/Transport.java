package dev.livestash.session;

import dev.livestash.wire.CloseCode;

/**
 * One socket, as a session sees it. Neither method blocks or throws; both do nothing once the
 * socket is closed.
 */
public interface Transport {
  /**
   * Sends a text frame after those before it.
   *
   * @param utf8 the frame
   */
  void send(byte[] utf8);

  /**
   * Closes the socket after what was sent.
   *
   * @param code why
   * @param reason the same in words, at most 123 bytes, without any of the tab's content
   */
  void close(CloseCode code, String reason);
}
