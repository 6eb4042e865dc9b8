package dev.livestash.internal.pack;

import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import java.util.Optional;

/**
 * Packs bytes and unpacks them again, never to more than a cap. Safe for use by several threads.
 */
public interface Compressor {
  /**
   * Packs bytes.
   *
   * @param bytes holds them
   * @param length how many, from the start
   * @return the packed bytes
   */
  byte[] compress(byte[] bytes, int length);

  /**
   * Unpacks bytes.
   *
   * @param packed the packed bytes, hostile or not
   * @param capBytes how large the result may be
   * @return the plaintext, or what is wrong
   */
  Inflated inflate(byte[] packed, int capBytes);

  /**
   * How large bytes are when they are unpacked, as well as it can be said without doing so.
   *
   * @param packed the packed bytes, as this node has sealed them
   * @return about how many bytes, 0 if they are none of this compression
   */
  long inflatedBytes(byte[] packed);

  /**
   * The compressor of a compression, without dictionary and padding.
   *
   * @param compression which
   * @return its compressor
   */
  static Compressor of(Compression compression) {
    return of(compression, Optional.empty(), 0);
  }

  /**
   * The compressor of a compression.
   *
   * @param compression which
   * @param dictionary what it starts from; for Zstandard only
   * @param paddingBytes a multiple of this is the size of what it packs; 0 for any size; for
   *     Zstandard only
   * @return its compressor
   */
  static Compressor of(Compression compression, Optional<Dictionary> dictionary, int paddingBytes) {
    return switch (compression) {
      case ZSTD -> new ZstdCompressor(dictionary, paddingBytes);
      case DEFLATE -> new DeflateCompressor();
    };
  }
}
