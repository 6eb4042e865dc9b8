package dev.livestash.internal.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.livestash.settings.Dictionary;
import java.util.Optional;

/**
 * Zstandard, RFC 8878. The frame states its content size, so the cap is checked before anything is
 * allocated. Contexts hold native memory and serve one thread at a time, so they are pooled.
 */
final class ZstdCompressor implements Compressor {
  /**
   * Beside level 3, states take 0.72 to 0.88 of the time and 0.99 to 1.02 of the bytes; prose of
   * some ten KB takes 1.05 of them.
   */
  private static final int LEVEL = 1;

  /** What a dictionary has is found by a search that goes further. */
  private static final int LEVEL_WITH_DICTIONARY = 3;

  private static final int ROOM_BYTES = 32 << 10;

  /**
   * As many as LiveStash's own threads use at once: one that is made anew has memory that is new,
   * too. There are no more than were ever in use at one time.
   */
  private static final int MAX_IDLE_CONTEXTS = 8 * Runtime.getRuntime().availableProcessors();

  private final int paddingBytes;
  private final Pool<Packer> compressing;
  private final Pool<ZstdDecompressCtx> decompressing;

  ZstdCompressor(Optional<Dictionary> dictionary, int paddingBytes) {
    this.paddingBytes = paddingBytes;
    compressing =
        new Pool<>(MAX_IDLE_CONTEXTS, () -> new Packer(newCompressing(dictionary)), Packer::close);
    decompressing =
        new Pool<>(MAX_IDLE_CONTEXTS, () -> newDecompressing(dictionary), ZstdDecompressCtx::close);
  }

  /** A context, and room for what it makes, so that not every small plaintext needs new room. */
  private static final class Packer {
    private final ZstdCompressCtx context;
    private final byte[] room = new byte[ROOM_BYTES];

    Packer(ZstdCompressCtx context) {
      this.context = context;
    }

    byte[] pack(byte[] bytes, int length, int paddingBytes) {
      int most = Math.toIntExact(Zstd.compressBound(length));
      byte[] packed = most <= room.length ? room : new byte[most];
      int size = context.compressByteArray(packed, 0, packed.length, bytes, 0, length);
      return Padding.pad(packed, size, paddingBytes);
    }

    void close() {
      context.close();
    }
  }

  private static ZstdCompressCtx newCompressing(Optional<Dictionary> dictionary) {
    // The token's header names the dictionary, so the frame need not.
    int level = dictionary.isPresent() ? LEVEL_WITH_DICTIONARY : LEVEL;
    ZstdCompressCtx context =
        new ZstdCompressCtx().setLevel(level).setContentSize(true).setDictID(false);
    dictionary.ifPresent(one -> context.loadDict(one.bytes()));
    return context;
  }

  private static ZstdDecompressCtx newDecompressing(Optional<Dictionary> dictionary) {
    ZstdDecompressCtx context = new ZstdDecompressCtx();
    dictionary.ifPresent(one -> context.loadDict(one.bytes()));
    return context;
  }

  @Override
  public byte[] compress(byte[] bytes, int length) {
    return compressing.with(packer -> packer.pack(bytes, length, paddingBytes));
  }

  @Override
  public long inflatedBytes(byte[] packed) {
    return Math.max(0, ZstdFrame.contentBytes(packed));
  }

  @Override
  public Inflated inflate(byte[] packed, int capBytes) {
    long size = ZstdFrame.contentBytes(packed);
    int end = size < 0 ? -1 : ZstdFrame.end(packed);
    if (end < 0 || !Padding.isPadding(packed, end)) {
      return new Inflated.Corrupt();
    }
    return size > capBytes ? new Inflated.TooLarge() : decompress(packed, end, (int) size);
  }

  private Inflated decompress(byte[] packed, int length, int size) {
    byte[] plain = new byte[size];
    try {
      int written =
          decompressing.with(
              context -> context.decompressByteArray(plain, 0, size, packed, 0, length));
      return written == size ? new Inflated.Plain(plain) : new Inflated.Corrupt();
    } catch (ZstdException corrupt) {
      return new Inflated.Corrupt();
    }
  }
}
