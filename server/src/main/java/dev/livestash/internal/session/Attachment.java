package dev.livestash.internal.session;

/**
 * One socket's side of a session. Its methods are called by the transport, in the order in which
 * things happen.
 */
public interface Attachment {
  /**
   * A text frame has arrived.
   *
   * @param utf8 the frame, not decoded
   */
  void frame(byte[] utf8);

  /**
   * Reserves room for a part of a frame, which has not come whole.
   *
   * @param bytes how many have come
   * @param soFar how many of the same frame came before
   * @return false if this node has none
   */
  boolean reserve(int bytes, int soFar);

  /**
   * Gives back what was reserved: its frame is whole, or never will be.
   *
   * @param bytes how many
   */
  void release(int bytes);

  /**
   * More of a large text frame has arrived, which is not whole yet. The tab does not see how much
   * of it is through, and waits for a word.
   */
  void arriving();

  /**
   * The socket is gone in the middle of a frame of the tab; {@link #closed} follows.
   *
   * @param bytes how much of it had come
   */
  void cutOff(int bytes);

  /**
   * The socket is gone, whoever closed it.
   *
   * @param code the close code (RFC 6455 section 7.4)
   */
  void closed(int code);

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

  /**
   * Whether the tab may bring its token in a frame once more, though it has joined.
   *
   * @return true while its session sleeps
   */
  boolean bringsToken();
}
