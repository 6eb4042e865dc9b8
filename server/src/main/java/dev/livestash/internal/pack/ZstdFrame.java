package dev.livestash.internal.pack;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds where a Zstandard frame (RFC 8878 section 3.1.1) ends, without inflating it. */
final class ZstdFrame {
  private static final int MAGIC_BYTES = 4;
  private static final int CHECKSUM_BYTES = 4;
  private static final int RUN_LENGTH_BLOCK = 1;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  private final ByteBuffer in;

  private ZstdFrame(byte[] packed) {
    in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
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
    skip(MAGIC_BYTES);
    int descriptor = in.get();
    boolean singleSegment = (descriptor & 0x20) != 0;
    boolean checksum = (descriptor & 0x04) != 0;
    int sizeFlag = (descriptor & 0xC0) >>> 6;
    int windowBytes = singleSegment ? 0 : 1;
    int sizeBytes = singleSegment && sizeFlag == 0 ? 1 : CONTENT_SIZE_BYTES[sizeFlag];
    skip(windowBytes + DICTIONARY_ID_BYTES[descriptor & 0x03] + sizeBytes);
    while (!skipBlock()) {
      // the next one
    }
    skip(checksum ? CHECKSUM_BYTES : 0);
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
