package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One socket, as a session sees it. No method blocks or throws; none does anything once the socket
 * is closed.
 */
public interface Transport {
  /** What a message that is not read takes in memory besides its content. */
  int MESSAGE_BYTES = 256;

  /**
   * Sends a text frame after those before it.
   *
   * @param utf8 the frame
   * @param whenSent run once, on any thread, when the operating system has the frame, so that it
   *     arrives even if this process ends; never, if the socket is closed before
   */
  void send(byte[] utf8, Runnable whenSent);

  /**
   * Sends a text frame after those before it, unless much is unread already.
   *
   * @param utf8 the frame, which may be lost
   * @return whether it is on its way
   */
  default boolean offer(byte[] utf8) {
    send(utf8, () -> {});
    return true;
  }

  /**
   * Sends a render after the frames before it, in place of an earlier one that is not on its way
   * yet.
   *
   * @param utf8 the frame: a whole render, which stands for all before it
   */
  default void sendRender(byte[] utf8) {
    send(utf8, () -> {});
  }

  /**
   * Takes the last render back, if it is not on its way yet.
   *
   * @return whether it never arrives
   */
  default boolean takesRenderBack() {
    return false;
  }

  /** Sends the render that waits in any case: what is sent next tells what it shows. */
  default void pinRender() {}

  /** Has large frames go in several messages from now on: the peer puts them together. */
  default void sendInParts() {}

  /**
   * Reads no further frame until {@link #resumeReads}; the peer counts as there meanwhile. One that
   * is being read may still come.
   */
  default void suspendReads() {}

  /** Reads on. */
  default void resumeReads() {}

  /**
   * Finds out whether the peer is there.
   *
   * @param within how long it may take to show it
   * @param answer is told once, on any thread: as soon as the peer shows it, or is gone
   */
  void probe(Duration within, Consumer<Boolean> answer);

  /**
   * Closes the socket after what was sent; one that is too slow, before what it is not sent yet.
   *
   * @param code why
   * @param reason the same in words, at most 123 bytes, without any of the tab's content
   */
  void close(CloseCode code, String reason);
}
