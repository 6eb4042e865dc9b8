package dev.livestash.internal.state;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.pack.Inflated;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Makes a plaintext out of a base and a patch. */
public final class Patches {
  private final byte[] base;
  private final byte[] patch;
  private final Copies copies;
  private int at;

  private Patches(byte[] base, byte[] patch, Copies copies) {
    this.base = base;
    this.patch = patch;
    this.copies = copies;
  }

  /**
   * Applies a patch.
   *
   * @param base the plaintext that it was made against
   * @param patch its bytes
   * @param own tells this base from every other one: a patch against another one is corrupt
   * @param capBytes how large the result may be
   * @return the plaintext, or what is wrong
   */
  public static Inflated apply(byte[] base, byte[] patch, String own, int capBytes) {
    return apply(base, patch, own, capBytes, new Copies());
  }

  /**
   * Applies a patch.
   *
   * @param base as in {@link #apply(byte[], byte[], String, int)}
   * @param patch likewise
   * @param own likewise
   * @param capBytes likewise
   * @param copies is told what was copied
   * @return the plaintext, or what is wrong
   */
  public static Inflated apply(byte[] base, byte[] patch, String own, int capBytes, Copies copies) {
    CappedBuffer out = new CappedBuffer(capBytes, Math.min(base.length, capBytes - 1) + 1);
    try {
      new Patches(base, patch, copies).apply(own.getBytes(StandardCharsets.US_ASCII), out);
    } catch (IndexOutOfBoundsException corrupt) {
      return new Inflated.Corrupt();
    }
    return out.overflowed()
        ? new Inflated.TooLarge()
        : new Inflated.Plain(Arrays.copyOf(out.array(), out.size()));
  }

  private void apply(byte[] own, CappedBuffer out) {
    if (patch.length < own.length || !Arrays.equals(patch, 0, own.length, own, 0, own.length)) {
      throw new IndexOutOfBoundsException("not against this base");
    }
    at = own.length;
    int copyEnd = 0;
    literal(out);
    while (at < patch.length && !out.overflowed()) {
      int zigzag = number();
      int start = copyEnd + ((zigzag >>> 1) ^ -(zigzag & 1));
      int length = number();
      Objects.checkFromIndexSize(start, length, base.length);
      copies.add(out.size(), start, length);
      out.write(base, start, length);
      copyEnd = start + length;
      literal(out);
    }
  }

  private void literal(CappedBuffer out) {
    int length = number();
    Objects.checkFromIndexSize(at, length, patch.length);
    out.write(patch, at, length);
    at += length;
  }

  private int number() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = patch[at++];
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number is too long");
  }
}
