package dev.livestash.internal.pack;

import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import java.util.List;
import java.util.Optional;

/**
 * How plaintexts are packed before they are sealed.
 *
 * @param compression what compresses
 * @param dictionaries those that tokens may need to be opened; the first one compresses small
 *     plaintexts, if the compression is Zstandard
 * @param paddingBytes packed bytes are padded to a multiple of this; 0 for not at all
 */
public record Packing(Compression compression, List<Dictionary> dictionaries, int paddingBytes) {
  /** How many times as large as the dictionary a plaintext is that it still helps. */
  public static final int MAX_PLAINTEXT_FACTOR = 4;

  /**
   * A packing without dictionaries and padding.
   *
   * @param compression what compresses
   * @return the packing
   */
  public static Packing plain(Compression compression) {
    return new Packing(compression, List.of(), 0);
  }

  /**
   * The dictionary that helps a plaintext of this size. To a large one it is of no use: it says all
   * that is in the dictionary by itself.
   *
   * @param plaintextBytes how large the plaintext is
   * @return the newest dictionary, empty if there is none, the compression takes none, or the
   *     plaintext is larger than {@value #MAX_PLAINTEXT_FACTOR} times the dictionary
   */
  public Optional<Dictionary> dictionary(int plaintextBytes) {
    return newest().filter(one -> plaintextBytes <= MAX_PLAINTEXT_FACTOR * one.size());
  }

  private Optional<Dictionary> newest() {
    return compression == Compression.ZSTD ? dictionaries.stream().findFirst() : Optional.empty();
  }

  /**
   * Makes the compressor that starts from the newest dictionary.
   *
   * @return it
   */
  public Compressor withDictionary() {
    return Compressor.of(compression, newest(), paddingBytes);
  }

  /**
   * Makes the compressor that starts from nothing.
   *
   * @return it
   */
  public Compressor withoutDictionary() {
    return Compressor.of(compression, Optional.empty(), paddingBytes);
  }
}
