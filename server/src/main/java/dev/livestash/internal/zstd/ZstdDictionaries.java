package dev.livestash.internal.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.List;

/** Makes dictionaries and tells them from other bytes. */
public final class ZstdDictionaries {
  private ZstdDictionaries() {}

  /** Whether these bytes, whoever they come from, are a dictionary. */
  public static boolean isDictionary(byte[] bytes) {
    if (bytes.length < Long.BYTES || Zstd.getDictIdFromDict(bytes) == 0) {
      return false;
    }
    try {
      new ZstdDictDecompress(bytes).close();
      return true;
    } catch (IllegalStateException corrupt) {
      return false;
    }
  }

  /**
   * Makes a dictionary of samples.
   *
   * @throws IllegalArgumentException if they are too few or have nothing in common
   */
  public static byte[] train(List<byte[]> samples, int maxBytes) {
    byte[] room = new byte[maxBytes];
    long size = train(samples.toArray(byte[][]::new), room);
    if (Zstd.isError(size)) {
      throw new IllegalArgumentException(
          "No dictionary can be made of these samples ("
              + Zstd.getErrorName(size)
              + "); give more of them, a hundred or so, or allow a smaller dictionary.");
    }
    return Arrays.copyOf(room, (int) size);
  }

  private static long train(byte[][] samples, byte[] room) {
    try {
      return Zstd.trainFromBuffer(samples, room, false);
    } catch (ZstdException failure) {
      return -failure.getErrorCode();
    }
  }
}
