package dev.livestash.internal.undertow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A large text frame as several messages, each of whole characters. A page is not shown how much of
 * a message has come, only whole ones: on a slow line, a frame in one would be a silence.
 */
final class TextParts {
  /** At 8 kbit/s, one in eight seconds. */
  static final int MAX_PART_BYTES = 8 << 10;

  /** Begins each part that is followed by another one; no JSON object begins with it. */
  private static final byte MORE = '+';

  private TextParts() {}

  /** Cuts a text; the last piece is as it is, those before it begin with a plus. */
  static List<ByteBuffer> of(byte[] utf8) {
    List<ByteBuffer> parts = new ArrayList<>(utf8.length / MAX_PART_BYTES + 1);
    int from = 0;
    while (utf8.length - from > MAX_PART_BYTES) {
      int to = endOfCharacter(utf8, from + MAX_PART_BYTES);
      parts.add(ByteBuffer.allocate(1 + to - from).put(MORE).put(utf8, from, to - from).flip());
      from = to;
    }
    parts.add(ByteBuffer.wrap(utf8, from, utf8.length - from).slice());
    return parts;
  }

  /** The start of the character that an index is in. */
  private static int endOfCharacter(byte[] utf8, int at) {
    int start = at;
    while ((utf8[start] & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }
}
