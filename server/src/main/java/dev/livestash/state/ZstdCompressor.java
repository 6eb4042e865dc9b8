package dev.livestash.state;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * Zstandard, RFC 8878. The frame states its content size, so the cap is checked before anything is
 * allocated.
 */
final class ZstdCompressor implements Compressor {
  private static final int LEVEL = 3;

  @Override
  public byte[] compress(byte[] bytes, int length) {
    byte[] packed = new byte[Math.toIntExact(Zstd.compressBound(length))];
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(LEVEL).setContentSize(true);
      int size = context.compressByteArray(packed, 0, packed.length, bytes, 0, length);
      return Arrays.copyOf(packed, size);
    }
  }

  @Override
  public Inflated inflate(byte[] packed, int capBytes) {
    long size = packed.length == 0 ? -1 : Zstd.getFrameContentSize(packed);
    if (size < 0) {
      return new Inflated.Corrupt();
    }
    if (size > capBytes) {
      return new Inflated.TooLarge();
    }
    return decompress(packed, (int) size);
  }

  private static Inflated decompress(byte[] packed, int size) {
    byte[] plain = new byte[size];
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      int written = context.decompressByteArray(plain, 0, size, packed, 0, packed.length);
      return written == size ? new Inflated.Plain(plain) : new Inflated.Corrupt();
    } catch (ZstdException corrupt) {
      return new Inflated.Corrupt();
    }
  }
}
