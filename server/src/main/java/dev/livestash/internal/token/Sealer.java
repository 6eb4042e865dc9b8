package dev.livestash.internal.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import dev.livestash.keys.KeyRing;
import dev.livestash.keys.KeyRing.SealingKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes into a compact JWE (RFC 7516 section 7.1), with a content key that the ring's first
 * key has wrapped.
 */
public final class Sealer {
  private final KeyRing keys;
  private final ContentKeys contentKeys;

  /** The header of the last whole token, which is that of the next unless the key has changed. */
  private volatile @Nullable Known known;

  private record Known(Sealing sealing, ProtectedHeader header) {}

  /**
   * The sealer.
   *
   * @param keys the first of them seals
   * @param random makes content keys and initialization vectors
   * @param nanoTime a monotonic clock, for the life of content keys
   */
  public Sealer(KeyRing keys, SecureRandom random, LongSupplier nanoTime) {
    this.keys = keys;
    this.contentKeys = new ContentKeys(random, nanoTime);
  }

  /**
   * Which key seals at present.
   *
   * @return its {@code kid}
   */
  public String kid() {
    return keys.newest().kid();
  }

  /**
   * Seals compressed bytes.
   *
   * @param payload the compressed plaintext
   * @param compression the header parameter that names the compression
   * @param method its value
   * @param dictionary names what is needed to make the plaintext, if something is: a named
   *     dictionary, or {@value Sealing#BASE_PREFIX} and the place of another token
   * @return the token
   */
  public String seal(
      byte[] payload, String compression, String method, Optional<String> dictionary) {
    SealingKey key = keys.newest();
    ProtectedHeader header = header(new Sealing(key.kid(), compression, method, dictionary));
    try {
      ContentKey contentKey = contentKeys.wrappedBy(key);
      return serialize(header, contentKey.encrypt(payload, header.aad()));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(
          "This JDK cannot do A256KW and A256GCM; run LiveStash on a JDK with the standard providers.",
          impossible);
    }
  }

  private ProtectedHeader header(Sealing sealing) {
    Known last = known;
    if (last != null && last.sealing().equals(sealing)) {
      return last.header();
    }
    ProtectedHeader header = ProtectedHeader.of(sealing);
    if (!sealing.isOfPatch()) {
      known = new Known(sealing, header);
    }
    return header;
  }

  private static String serialize(ProtectedHeader header, JWECryptoParts parts) {
    String key = parts.getEncryptedKey().toString();
    String iv = parts.getInitializationVector().toString();
    String cipherText = parts.getCipherText().toString();
    String tag = parts.getAuthenticationTag().toString();
    return String.join(".", header.encoded(), key, iv, cipherText, tag);
  }
}
