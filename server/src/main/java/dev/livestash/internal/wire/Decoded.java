package dev.livestash.internal.wire;

/** What came of decoding a frame. */
public sealed interface Decoded {
  /**
   * It is a frame of the protocol.
   *
   * @param frame the frame
   */
  record Frame(ClientFrame frame) implements Decoded {}

  /**
   * It is not.
   *
   * @param why for the close reason, without any of the frame's content
   */
  record Malformed(String why) implements Decoded {}
}
