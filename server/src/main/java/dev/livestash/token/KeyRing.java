package dev.livestash.token;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys that seal and open tokens: a JWK Set (RFC 7517) of 256-bit {@code oct} keys, each with a
 * {@code kid}. The first seals, all open, so a key is rotated by putting a new one before it, and
 * dropped once the last token it sealed has expired. All nodes that serve the same tabs need the
 * same set.
 *
 * <p>There is no default key.
 */
public final class KeyRing {
  private final List<SealingKey> keys;
  private final boolean development;

  KeyRing(List<SealingKey> keys) {
    this(keys, false);
  }

  private KeyRing(List<SealingKey> keys, boolean development) {
    this.keys = List.copyOf(keys);
    this.development = development;
  }

  /**
   * The keys of a file that must be there: for production.
   *
   * @param file a JWK Set, as {@code ./dev key FILE} makes it
   * @return the ring
   * @throws IllegalStateException if the file is missing, unreadable or holds no fit key; the
   *     message says what to do
   */
  public static KeyRing load(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "No key file at "
              + file
              + ". Make one with 'java -cp <class path> dev.livestash.token.MakeKey "
              + file
              + "', give every node the same file, and keep it secret: whoever has it can forge states.");
    }
    return KeyFile.read(file);
  }

  /**
   * The keys of a file that is made on the first call, readable by its owner only: for development.
   * Says so in the log, loudly, because a key that each node makes for itself is of no use to
   * another node.
   *
   * @param file where the key is, or will be
   * @return the ring
   * @throws IllegalStateException if the file cannot be made or is not a fit JWK Set
   */
  public static KeyRing development(Path file) {
    if (!Files.exists(file)) {
      KeyFile.create(file);
      System.getLogger(KeyRing.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "*** Made a DEVELOPMENT key in {0}. In production, make one key for all nodes and use KeyRing.load. ***",
              file.toAbsolutePath());
    }
    return new KeyRing(KeyFile.read(file).keys, true);
  }

  /**
   * Whether this is a ring for development.
   *
   * @return true if {@link #development} made it
   */
  public boolean isDevelopment() {
    return development;
  }

  /**
   * The keys of a JWK Set that the application got elsewhere, for example from a vault.
   *
   * @param jwkSet the JSON text
   * @return the ring
   * @throws IllegalStateException if it holds no fit key
   */
  public static KeyRing parse(String jwkSet) {
    return KeyFile.parse(jwkSet, "the given JWK Set");
  }

  SealingKey newest() {
    return keys.get(0);
  }

  Optional<SealingKey> find(String kid) {
    for (SealingKey key : keys) {
      if (key.kid().equals(kid)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }
}
