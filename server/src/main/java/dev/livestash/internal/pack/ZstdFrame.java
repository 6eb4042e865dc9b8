package dev.livestash.internal.pack;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads what a Zstandard frame (RFC 8878 section 3.1.1) says of itself, and finds where it ends,
 * without inflating it. To ask the library, which is native, takes longer than to look.
 */
final class ZstdFrame {
  private static final int MAGIC = 0xFD2FB528;
  private static final int CHECKSUM_BYTES = 4;
  private static final int RUN_LENGTH_BLOCK = 1;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  /** A size of two bytes is written as so much less. */
  private static final int TWO_BYTES_LESS = 256;

  private static final long UNKNOWN = -1;

  private final ByteBuffer in;
  private final boolean hasChecksum;
  private final long contentBytes;

  /** Passes over the header of the frame that stands first in these bytes. */
  private ZstdFrame(byte[] packed) {
    in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != MAGIC) {
      throw new BufferUnderflowException();
    }
    int descriptor = in.get();
    boolean singleSegment = (descriptor & 0x20) != 0;
    hasChecksum = (descriptor & 0x04) != 0;
    int sizeFlag = (descriptor & 0xC0) >>> 6;
    int sizeBytes = singleSegment && sizeFlag == 0 ? 1 : CONTENT_SIZE_BYTES[sizeFlag];
    int windowBytes = singleSegment ? 0 : 1;
    skip(windowBytes + DICTIONARY_ID_BYTES[descriptor & 0x03]);
    contentBytes = contentBytes(sizeBytes);
  }

  private long contentBytes(int sizeBytes) {
    return switch (sizeBytes) {
      case 0 -> UNKNOWN;
      case 1 -> Byte.toUnsignedLong(in.get());
      case 2 -> Short.toUnsignedLong(in.getShort()) + TWO_BYTES_LESS;
      case 4 -> Integer.toUnsignedLong(in.getInt());
      default -> in.getLong();
    };
  }

  /**
   * How many bytes the frame that stands first says that it holds; negative if it does not say so,
   * or is none, or says more than can be.
   */
  static long contentBytes(byte[] packed) {
    try {
      return new ZstdFrame(packed).contentBytes;
    } catch (BufferUnderflowException none) {
      return UNKNOWN;
    }
  }

  /** The index behind the frame that stands first in these bytes; -1 if it does not end in them. */
  static int end(byte[] packed) {
    try {
      return new ZstdFrame(packed).end();
    } catch (BufferUnderflowException truncated) {
      return -1;
    }
  }

  private int end() {
    while (!skipBlock()) {
      // the next one
    }
    skip(hasChecksum ? CHECKSUM_BYTES : 0);
    return in.position();
  }

  /** Passes over one block; tells whether it was the last. */
  private boolean skipBlock() {
    int header = (in.getShort() & 0xFFFF) | (in.get() & 0xFF) << 16;
    boolean runLength = (header >>> 1 & 0x03) == RUN_LENGTH_BLOCK;
    skip(runLength ? 1 : header >>> 3);
    return (header & 1) != 0;
  }

  private void skip(int bytes) {
    if (bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + bytes);
  }
}
