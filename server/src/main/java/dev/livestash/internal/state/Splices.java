package dev.livestash.internal.state;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * How a plaintext is made of another one: at some places of a stream of literal bytes, a range of
 * the other one stands instead of what is skipped there.
 *
 * <p>As bytes it is the base's own mark and a sequence of steps up to the end: copy from (as
 * distance from the end of the last copy, zigzag), copy length, literal length, literals; numbers
 * are unsigned LEB128.
 */
final class Splices {
  /** About so long is a step, its literal aside. */
  static final int STEP_BYTES = 4;

  private static final int INITIAL_STEPS = 16;

  private int[] at = new int[INITIAL_STEPS];
  private int[] skips = new int[INITIAL_STEPS];
  private int[] starts = new int[INITIAL_STEPS];
  private int[] lengths = new int[INITIAL_STEPS];
  private int size;
  private int copiedBytes;

  /**
   * Adds a copy of a value, or of its beginning. If it goes on where the last copy ended, with one
   * byte between them here and there (two values stand side by side in both, so it is a comma), it
   * makes that one longer.
   */
  void copyValue(int literalAt, int skip, int start, int length) {
    if (size > 0 && goesOn(literalAt, start)) {
      lengths[size - 1] += length + 1;
      skips[size - 1] += 1 + skip;
      copiedBytes += length + 1;
    } else {
      copy(literalAt, skip, start, length);
    }
  }

  /** Adds a copy of anything. */
  void copy(int literalAt, int skip, int start, int length) {
    if (size == at.length) {
      grow();
    }
    at[size] = literalAt;
    skips[size] = skip;
    starts[size] = start;
    lengths[size++] = length;
    copiedBytes += length;
  }

  int size() {
    return size;
  }

  /** How many bytes of the other plaintext all copies have together. */
  int copiedBytes() {
    return copiedBytes;
  }

  private boolean goesOn(int literalAt, int start) {
    int last = size - 1;
    return literalAt == at[last] + skips[last] + 1 && start == starts[last] + lengths[last] + 1;
  }

  private void grow() {
    at = Arrays.copyOf(at, 2 * size);
    skips = Arrays.copyOf(skips, 2 * size);
    starts = Arrays.copyOf(starts, 2 * size);
    lengths = Arrays.copyOf(lengths, 2 * size);
  }

  /** How many bytes all makes together. */
  int plaintextSize(int literalSize) {
    int total = literalSize + copiedBytes;
    for (int i = 0; i < size; i++) {
      total -= skips[i];
    }
    return total;
  }

  byte[] encode(byte[] own, byte[] literals, int literalSize) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(own);
    int copyEnd = 0;
    literal(out, literals, 0, size == 0 ? literalSize : at[0]);
    for (int i = 0; i < size; i++) {
      int from = at[i] + skips[i];
      number(out, zigzag(starts[i] - copyEnd));
      number(out, lengths[i]);
      copyEnd = starts[i] + lengths[i];
      literal(out, literals, from, (i + 1 < size ? at[i + 1] : literalSize) - from);
    }
    return out.toByteArray();
  }

  private static void literal(ByteArrayOutputStream out, byte[] literals, int from, int length) {
    number(out, length);
    out.write(literals, from, length);
  }

  private static int zigzag(int value) {
    return (value << 1) ^ (value >> 31);
  }

  private static void number(ByteArrayOutputStream out, int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
