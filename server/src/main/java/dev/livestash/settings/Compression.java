package dev.livestash.settings;

import java.util.List;
import java.util.Optional;

/** How a plaintext is compressed before it is sealed, and how the token's header says it. */
public enum Compression {
  /** One Zstandard frame (RFC 8878) that states its content size. */
  ZSTD("zc", "zstd"),
  /**
   * Raw DEFLATE (RFC 1951), the one that RFC 7516 section 4.1.3 defines, so that any JOSE library
   * opens it.
   */
  DEFLATE("zip", "DEF");

  private static final List<Compression> ALL = List.of(values());

  private final String parameter;
  private final String value;

  Compression(String parameter, String value) {
    this.parameter = parameter;
    this.value = value;
  }

  /**
   * The header parameter that names the compression.
   *
   * @return {@code zc} or {@code zip}
   */
  public String parameter() {
    return parameter;
  }

  /**
   * What that parameter says.
   *
   * @return {@code zstd} or {@code DEF}
   */
  public String value() {
    return value;
  }

  /**
   * The compression that a header names.
   *
   * @param parameter a header parameter
   * @param value its value
   * @return the compression, empty if there is no such one
   */
  public static Optional<Compression> named(String parameter, String value) {
    for (Compression one : ALL) {
      if (one.parameter.equals(parameter) && one.value.equals(value)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
