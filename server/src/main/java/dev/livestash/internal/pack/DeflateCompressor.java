package dev.livestash.internal.pack;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Raw DEFLATE, RFC 1951. It states no content size, so the result grows step by step up to the cap.
 */
final class DeflateCompressor implements Compressor {
  private static final int STEP_BYTES = 16 * 1024;

  @Override
  public byte[] compress(byte[] bytes, int length) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(bytes, 0, length);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 4 + 64);
      byte[] step = new byte[STEP_BYTES];
      while (!deflater.finished()) {
        packed.write(step, 0, deflater.deflate(step));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** DEFLATE does not say it, and it may be a thousand times as much: so it is tried out. */
  @Override
  public long inflatedBytes(byte[] packed) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] step = new byte[STEP_BYTES];
      while (inflater.inflate(step) > 0) {
        // Only counted.
      }
      return inflater.getBytesWritten();
    } catch (DataFormatException corrupt) {
      // It is found out again where it is inflated.
      return inflater.getBytesWritten();
    } finally {
      inflater.end();
    }
  }

  @Override
  public Inflated inflate(byte[] packed, int capBytes) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      return inflate(inflater, capBytes);
    } catch (DataFormatException corrupt) {
      return new Inflated.Corrupt();
    } finally {
      inflater.end();
    }
  }

  private static Inflated inflate(Inflater inflater, int capBytes) throws DataFormatException {
    CappedBuffer plain = new CappedBuffer(capBytes);
    byte[] step = new byte[STEP_BYTES];
    while (!inflater.finished()) {
      int size = inflater.inflate(step);
      if (size == 0 && !inflater.finished()) {
        return new Inflated.Corrupt();
      }
      plain.write(step, 0, size);
      if (plain.overflowed()) {
        return new Inflated.TooLarge();
      }
    }
    return new Inflated.Plain(Arrays.copyOf(plain.array(), plain.size()));
  }
}
