package dev.livestash.acceptance.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Reads a patch as PROTOCOL.md describes it, for whoever has nothing else. */
final class PatchReader {
  private static final int OWN_BYTES = 11;

  private final ByteBuffer patch;
  private final byte[] base;
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream();

  private PatchReader(byte[] patch, byte[] base) {
    this.patch = ByteBuffer.wrap(patch).position(OWN_BYTES);
    this.base = base;
  }

  static byte[] read(byte[] patch, byte[] base) {
    return new PatchReader(patch, base).read();
  }

  private byte[] read() {
    literal();
    for (int end = 0; patch.hasRemaining(); literal()) {
      int zigzag = number();
      int start = end + ((zigzag >>> 1) ^ -(zigzag & 1));
      end = start + number();
      whole.write(base, start, end - start);
    }
    return whole.toByteArray();
  }

  private void literal() {
    int length = number();
    whole.write(patch.array(), patch.position(), length);
    patch.position(patch.position() + length);
  }

  /** Unsigned LEB128. */
  private int number() {
    int number = 0;
    int shift = 0;
    int read;
    do {
      read = patch.get();
      number |= (read & 0x7F) << shift;
      shift += 7;
    } while (read < 0);
    return number;
  }
}
