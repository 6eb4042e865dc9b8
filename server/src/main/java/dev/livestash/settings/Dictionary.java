package dev.livestash.settings;

import dev.livestash.internal.zstd.ZstdDictionaries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * What an application's states have in common, in the Zstandard dictionary format (RFC 8878 section
 * 5), so that a small state need not say it again. Its id stands in the tokens that need it and is
 * made of its bytes, so that no two are taken for each other.
 */
public final class Dictionary {
  /** How large a dictionary may be. */
  public static final int MAX_BYTES = 128 << 10;

  /** How small a dictionary can be made. */
  public static final int MIN_BYTES = 512;

  private static final int ID_CHARACTERS = 6;

  private final String id;
  private final byte[] bytes;

  private Dictionary(byte[] bytes) {
    this.bytes = bytes;
    this.id = id(bytes);
  }

  /**
   * The dictionary of a file.
   *
   * @param file as {@link #save} or {@code ./dev train-dictionary} wrote it
   * @return the dictionary
   * @throws IllegalStateException if the file is missing or no dictionary; the message says what to
   *     do
   */
  public static Dictionary load(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "No dictionary at "
              + file
              + ". Put there what './dev train-dictionary FOLDER FILE' made, the same on every node.",
          unreadable);
    }
  }

  /**
   * The built-in one: the names of the claims, and how often characters are met in JSON. It helps
   * states of a few kilobytes, whatever their class; one that was trained from the application's
   * own helps more. {@code protocol/vectors/claims.zdict} is the same, for whoever opens tokens
   * elsewhere.
   *
   * @return the dictionary, the same in every release
   */
  public static Dictionary claims() {
    String name = "claims.zdict";
    try (InputStream in = Dictionary.class.getResourceAsStream(name)) {
      return read(Objects.requireNonNull(in, name), name);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Dictionary read(InputStream in, String source) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (!isDictionary(bytes)) {
      throw new IllegalStateException(
          source + " is not a Zstandard dictionary of at most " + MAX_BYTES + " bytes; train one.");
    }
    return new Dictionary(bytes);
  }

  /**
   * The dictionary of these bytes, from a vault or a class path.
   *
   * @param zdict a Zstandard dictionary (RFC 8878 section 5)
   * @return the dictionary
   * @throws IllegalArgumentException if they are none, or more than {@value #MAX_BYTES}
   */
  public static Dictionary of(byte[] zdict) {
    if (!isDictionary(zdict)) {
      throw new IllegalArgumentException(
          "Not a Zstandard dictionary of at most " + MAX_BYTES + " bytes; train one.");
    }
    return new Dictionary(zdict.clone());
  }

  private static boolean isDictionary(byte[] bytes) {
    return bytes.length <= MAX_BYTES && ZstdDictionaries.isDictionary(bytes);
  }

  /**
   * Writes the dictionary to a file, for {@link #load}.
   *
   * @param file where to; a file that is there is overwritten
   * @throws UncheckedIOException if it cannot be written
   */
  public void save(Path file) {
    try {
      Files.write(file, bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * What tokens call it.
   *
   * @return six characters of base64url: the beginning of the SHA-256 of its bytes
   */
  public String id() {
    return id;
  }

  /**
   * How large it is.
   *
   * @return the number of its bytes
   */
  public int size() {
    return bytes.length;
  }

  /**
   * What it is made of.
   *
   * @return a copy of its bytes
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  private static String id(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      byte[] text = Base64.getUrlEncoder().encode(hash);
      return new String(text, 0, ID_CHARACTERS, StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256; run on one.", impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dictionary that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Dictionary[" + id + ", " + bytes.length + " bytes]";
  }
}
