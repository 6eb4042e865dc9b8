package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The other end of one socket, as a join and a session see it. */
interface Peer {
  /** Takes what the socket brings from now on. */
  interface Receiver {
    /** A text frame has arrived. */
    void frame(byte[] utf8);

    /** The socket is gone, whoever closed it, with this code. */
    void gone(int code);

    /** Whether the tab's next frame may be as large as its token. */
    boolean bringsToken();
  }

  /** Sends a text frame; the task is run when the operating system has it, if it ever does. */
  void send(byte[] utf8, Runnable whenSent);

  default void send(byte[] utf8) {
    send(utf8, () -> {});
  }

  /** Sends a text frame that may be lost; false if too much is unread for it. */
  default boolean offer(byte[] utf8) {
    send(utf8);
    return true;
  }

  /** Sends a render, in place of an earlier one that is not on its way yet. */
  void sendRender(byte[] utf8);

  /** Takes the last render back; false if it is on its way already. */
  boolean takesRenderBack();

  /** Sends the render that waits in any case: what is sent next tells what it shows. */
  void pinRender();

  /** Whether a render may come as a patch against the one before. */
  boolean takesPatches();

  /** Says that, of a tab. */
  void takesPatches(boolean are);

  /** Has large frames go in several messages from now on. */
  void sendInParts();

  /** Reads no further frame until {@link #resumeReads}. */
  void suspendReads();

  void resumeReads();

  void close(CloseCode code, String reason);

  /** Finds out whether somebody is there. */
  void probe(Duration within, Consumer<Boolean> answer);

  boolean isClosed();

  /** Whether a part of a frame has come, which is not whole yet. */
  boolean isReceiving();

  /** How much had come of a frame that its end has cut off; 0 if it was none. */
  int cutOffBytes();

  /** The code that it was closed with; 0 while it is open. */
  int closeCode();

  /** Who it is. */
  Visitor visitor();

  /** The {@code sub} claim of its tokens. */
  Optional<String> subject();

  /** Whose share its frames, its snapshots and its instance are of. No secret, as a login is. */
  default String client() {
    return subject().orElse(visitor().client());
  }

  /** Runs a task, once, when its join is over: it is in a session, or gone. */
  void whenJoinIsOver(Runnable task);

  /**
   * When its socket was opened, and so was asked who it is, as revocations are told; seconds since
   * 1970.
   */
  long openedAtSecond();

  /** When its join arrived. */
  long saidJoinAtNanos();

  /** From now on its frames and its end are told here. */
  void joined(Receiver receiver);
}
