package dev.livestash.state;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * Zstandard, RFC 8878. The frame states its content size, so the cap is checked before anything is
 * allocated. Contexts hold native memory and serve one thread at a time, so they are pooled.
 */
final class ZstdCompressor implements Compressor {
  private static final int LEVEL = 3;
  private static final int MAX_IDLE_CONTEXTS = 2 * Runtime.getRuntime().availableProcessors();

  private final Pool<ZstdCompressCtx> compressing =
      new Pool<>(MAX_IDLE_CONTEXTS, ZstdCompressor::newContext, ZstdCompressCtx::close);
  private final Pool<ZstdDecompressCtx> decompressing =
      new Pool<>(MAX_IDLE_CONTEXTS, ZstdDecompressCtx::new, ZstdDecompressCtx::close);

  private static ZstdCompressCtx newContext() {
    return new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true);
  }

  @Override
  public byte[] compress(byte[] bytes, int length) {
    byte[] packed = new byte[Math.toIntExact(Zstd.compressBound(length))];
    int size =
        compressing.with(
            context -> context.compressByteArray(packed, 0, packed.length, bytes, 0, length));
    return Arrays.copyOf(packed, size);
  }

  @Override
  public Inflated inflate(byte[] packed, int capBytes) {
    long size = packed.length == 0 ? -1 : Zstd.getFrameContentSize(packed);
    if (size < 0) {
      return new Inflated.Corrupt();
    }
    return size > capBytes ? new Inflated.TooLarge() : decompress(packed, (int) size);
  }

  private Inflated decompress(byte[] packed, int size) {
    byte[] plain = new byte[size];
    try {
      int written =
          decompressing.with(
              context -> context.decompressByteArray(plain, 0, size, packed, 0, packed.length));
      return written == size ? new Inflated.Plain(plain) : new Inflated.Corrupt();
    } catch (ZstdException corrupt) {
      return new Inflated.Corrupt();
    }
  }
}
