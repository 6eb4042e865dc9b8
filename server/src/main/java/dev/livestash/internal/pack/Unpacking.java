package dev.livestash.internal.pack;

import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Unpacks whatever a token's header says it was packed with. What a header names is looked up here
 * and nowhere else.
 */
public final class Unpacking {
  private final Map<Compression, Compressor> plain = new EnumMap<>(Compression.class);
  private final Map<String, Compressor> withDictionary = new HashMap<>();

  /**
   * Knows every compression, the built-in dictionary, and some more.
   *
   * @param dictionaries which more
   */
  public Unpacking(List<Dictionary> dictionaries) {
    for (Compression compression : Compression.values()) {
      plain.put(compression, Compressor.of(compression));
    }
    add(Dictionary.claims());
    dictionaries.forEach(this::add);
  }

  private void add(Dictionary dictionary) {
    withDictionary.computeIfAbsent(
        dictionary.id(), id -> Compressor.of(Compression.ZSTD, Optional.of(dictionary), 0));
  }

  /**
   * What a header says of how its payload is packed.
   *
   * @param parameter the header parameter that names the compression, {@code zc} or {@code zip}
   * @param value its value
   * @param dictionary the dictionary that is needed, if one is
   */
  public record Named(String parameter, String value, Optional<String> dictionary) {}

  /**
   * Unpacks bytes.
   *
   * @param packed the packed bytes
   * @param named how
   * @param capBytes how large the result may be
   * @return the plaintext, or what is wrong; corrupt if something is named that is not known
   */
  public Inflated inflate(byte[] packed, Named named, int capBytes) {
    return Compression.named(named.parameter(), named.value())
        .flatMap(compression -> find(compression, named.dictionary()))
        .map(compressor -> compressor.inflate(packed, capBytes))
        .orElseGet(Inflated.Corrupt::new);
  }

  /**
   * How large bytes are when they are unpacked, about.
   *
   * @param packed the packed bytes
   * @param named how
   * @return how many bytes; 0 if something is named that is not known
   */
  public long inflatedBytes(byte[] packed, Named named) {
    return Compression.named(named.parameter(), named.value())
        .flatMap(compression -> find(compression, named.dictionary()))
        .map(compressor -> compressor.inflatedBytes(packed))
        .orElse(0L);
  }

  /**
   * Whether what a header names is known here.
   *
   * @param named how something is packed
   * @return false if its compression or its dictionary is not
   */
  public boolean knows(Named named) {
    return Compression.named(named.parameter(), named.value())
        .flatMap(compression -> find(compression, named.dictionary()))
        .isPresent();
  }

  /**
   * How many packed bytes are there for their length only.
   *
   * @param packed the packed bytes
   * @param named how
   * @return how many, 0 if this compression has no padding
   */
  public static int paddingBytes(byte[] packed, Named named) {
    return Compression.named(named.parameter(), named.value()).equals(Optional.of(Compression.ZSTD))
        ? Padding.bytes(packed)
        : 0;
  }

  private Optional<Compressor> find(Compression compression, Optional<String> dictionary) {
    if (dictionary.isEmpty()) {
      return Optional.ofNullable(plain.get(compression));
    }
    return compression == Compression.ZSTD
        ? Optional.ofNullable(withDictionary.get(dictionary.get()))
        : Optional.empty();
  }
}
