package dev.livestash.internal.session;

/**
 * One socket's side of a session. Its methods are called by the transport, in the order in which
 * things happen.
 */
public interface Attachment {
  /**
   * A text frame has arrived.
   *
   * @param text the frame, not decoded
   */
  void frame(String text);

  /** The socket is gone, whoever closed it. */
  void closed();

  /**
   * Whether the socket's first frame has arrived, so that whatever takes time now is the server's.
   *
   * @return true from the first {@link #frame} on
   */
  boolean hasSaidJoin();

  /**
   * Whether the tab has joined, so that its frames may only be as large as an event.
   *
   * @return true from {@code joined} on
   */
  boolean isJoined();
}
