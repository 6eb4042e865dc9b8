package dev.livestash.internal.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes packed bytes longer by a skippable frame (RFC 8878 section 3.1.2), which every Zstandard
 * decoder passes over, so that their length says less about what they hold.
 */
final class Padding {
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int HEADER_BYTES = 8;

  private Padding() {}

  /** The frame, and behind it one that fills up to the next multiple of a bucket's size. */
  static byte[] pad(byte[] packed, int size, int bucketBytes) {
    if (bucketBytes == 0 || size % bucketBytes == 0) {
      return Arrays.copyOf(packed, size);
    }
    int missing = bucketBytes - size % bucketBytes;
    while (missing < HEADER_BYTES) {
      missing += bucketBytes;
    }
    byte[] padded = new byte[size + missing];
    System.arraycopy(packed, 0, padded, 0, size);
    ByteBuffer.wrap(padded, size, HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SKIPPABLE_MAGIC)
        .putInt(missing - HEADER_BYTES);
    return padded;
  }

  /** Whether what follows a frame is nothing, or one skippable frame and nothing else. */
  static boolean isPadding(byte[] packed, int from) {
    int rest = packed.length - from;
    if (rest == 0) {
      return true;
    }
    if (rest < HEADER_BYTES) {
      return false;
    }
    ByteBuffer frame = ByteBuffer.wrap(packed, from, rest).order(ByteOrder.LITTLE_ENDIAN);
    return frame.getInt() == SKIPPABLE_MAGIC && frame.getInt() == rest - HEADER_BYTES;
  }

  /** How many of these bytes are padding. */
  static int bytes(byte[] packed) {
    int end = ZstdFrame.end(packed);
    return end >= 0 && isPadding(packed, end) ? packed.length - end : 0;
  }
}
