package dev.livestash.keys;

import dev.livestash.internal.jwk.KeyFile;
import dev.livestash.internal.jwk.KeySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.SecretKey;

/**
 * The keys that seal and open tokens: a JWK Set (RFC 7517) of 256-bit {@code oct} keys, each with a
 * {@code kid}. The first seals, all open. All nodes that serve the same tabs need the same set; a
 * key is rotated as {@code docs/operations.md} says, so that no node seals with a key that another
 * one cannot open yet.
 *
 * <p>A ring that came from a file can {@linkplain #reload read it again}, while others use it.
 *
 * <p>There is no default key.
 */
public final class KeyRing {
  /** What came of reading a ring's file again. */
  public enum Reload {
    /** The ring has other keys now. */
    CHANGED,
    /** The file has the keys that the ring has. */
    UNCHANGED,
    /** The file is missing or not fit: the ring keeps its keys, and the log says why. */
    FAILED
  }

  private final HeldKeys held;
  private final boolean development;
  private final Optional<MissingKeys> missing;

  KeyRing(List<SealingKey> keys) {
    this(new HeldKeys(keys), false, Optional.empty());
  }

  private KeyRing(HeldKeys held, boolean development, Optional<MissingKeys> missing) {
    this.held = held;
    this.development = development;
    this.missing = missing;
  }

  private static KeyRing read(Path file, boolean development) {
    return new KeyRing(HeldKeys.of(file, development), development, Optional.empty());
  }

  /**
   * The keys of a file that must be there: for production. Where the file's system has no POSIX
   * permissions, who may read it is not checked, and the log says so.
   *
   * @param file a JWK Set, as {@code ./dev key FILE} makes it
   * @return the ring
   * @throws IllegalStateException if the file is missing, unreadable or holds no fit key, or others
   *     than its owner may read or write it; the message says what to do
   */
  public static KeyRing load(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "No key file at "
              + file
              + ". Make one with 'java -cp <class path> dev.livestash.keys.KeyTool "
              + file
              + "', give every node the same file, and keep it secret: whoever has it can forge"
              + " states.");
    }
    KeyRing ring = read(file, false);
    if (!KeyFile.saysWhoMayRead(file)) {
      System.getLogger(KeyRing.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "Who may read the key file {0} cannot be checked here. Let nobody but this process read or write it: whoever has a key can forge states.",
              file);
    }
    return ring;
  }

  /**
   * The keys of a file that is made on the first call, readable by its owner only: for development.
   * An empty file is made anew. Says so in the log at every call, loudly, because a key that each
   * node makes for itself is of no use to another node.
   *
   * @param file where the key is, or will be
   * @return the ring
   * @throws IllegalStateException if the file cannot be made or is not a fit JWK Set
   */
  public static KeyRing development(Path file) {
    boolean isNew = KeyFile.isMissing(file);
    if (isNew) {
      KeyFile.create(file);
    }
    KeyRing ring = read(file, true);
    KeyFile.exposure(file)
        .ifPresent(
            exposure ->
                System.getLogger(KeyRing.class.getName())
                    .log(System.Logger.Level.WARNING, exposure));
    System.getLogger(KeyRing.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "*** {0} the DEVELOPMENT key in {1}. In production, make one key for all nodes and use KeyRing.load. ***",
            isNew ? "Made" : "Using",
            file.toAbsolutePath());
    return ring;
  }

  /**
   * The keys of a JWK Set that the application got elsewhere, for example from a vault. They stay
   * as they are.
   *
   * @param jwkSet the JSON text
   * @return the ring
   * @throws IllegalStateException if it holds no fit key
   */
  public static KeyRing parse(String jwkSet) {
    return new KeyRing(KeySet.parse(jwkSet, "the given JWK Set").map(SealingKey::new));
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
   * Whether the ring came from a file.
   *
   * @return true if it can be reloaded
   */
  public boolean isReloadable() {
    return held.haveFile();
  }

  /**
   * Reads the ring's file again. If it is missing or not fit, the ring keeps its keys and the log
   * says why, at level ERROR. Reads a small file, so it blocks for as long as that takes.
   *
   * @return what came of it
   * @throws IllegalStateException if the ring came from no file
   */
  public Reload reload() {
    return held.reload();
  }

  /**
   * The names of the keys, for metrics and to see that a node has read a changed file. They stand
   * in each token's header, so they are no secret.
   *
   * @return each key's {@code kid}; the first one seals
   */
  public List<String> kids() {
    return held.keys().stream().map(SealingKey::kid).toList();
  }

  /**
   * This ring, which reads its file again at once, though at most once a second, when a token names
   * a key that it does not have.
   *
   * @param nanoTime a monotonic clock
   * @return the same keys; a reload of the one is a reload of the other
   */
  public KeyRing lookingForMissingKeys(LongSupplier nanoTime) {
    return new KeyRing(held, development, Optional.of(new MissingKeys(held, nanoTime)));
  }

  /**
   * This ring, which never reads its file for a key that it does not have, and so never waits.
   *
   * @return the same keys; a reload of the one is a reload of the other
   */
  public KeyRing lookingForNoMissingKeys() {
    return new KeyRing(held, development, Optional.empty());
  }

  /**
   * The key that seals.
   *
   * @return the first of the ring
   */
  public SealingKey newest() {
    return held.keys().get(0);
  }

  /**
   * The key of this name, to open what it has sealed.
   *
   * @param kid as a token's header names it
   * @return the key; empty if the ring has none of this name
   */
  public Optional<SealingKey> find(String kid) {
    Optional<SealingKey> found = held.find(kid);
    return found.isPresent() ? found : missing.flatMap(file -> file.find(kid));
  }

  /**
   * One key of a ring. Its string form holds no key material.
   *
   * @param kid its name, as in the header of the tokens that it seals
   * @param secret the key itself: 256 bits for AES
   */
  public record SealingKey(String kid, SecretKey secret) {
    @Override
    public String toString() {
      return "SealingKey[" + kid + "]";
    }
  }
}
