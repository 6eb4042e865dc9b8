package dev.livestash.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seals bytes into a compact JWE (RFC 7516 section 7.1), with the ring's newest key and a content
 * key of the token's own.
 */
public final class Sealer {
  /** What the name of a token as another one's dictionary begins with; no other name does. */
  public static final String BASE_PREFIX = "b:";

  private final KeyRing keys;
  private final SecureRandom random;

  /** The headers of whole tokens: one for each key, compression and dictionary. */
  private final Map<ProtectedHeader.Contents, ProtectedHeader> headers = new ConcurrentHashMap<>();

  /**
   * The sealer.
   *
   * @param keys the first of them seals
   * @param random makes content keys and initialization vectors
   */
  public Sealer(KeyRing keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /**
   * Seals compressed bytes.
   *
   * @param payload the compressed plaintext
   * @param compression the header parameter that names the compression
   * @param method its value
   * @param dictionary names what is needed to make the plaintext, if something is: a named
   *     dictionary, or {@value #BASE_PREFIX} and the place of another token
   * @return the token
   */
  public String seal(
      byte[] payload, String compression, String method, Optional<String> dictionary) {
    SealingKey key = keys.newest();
    ProtectedHeader header =
        header(new ProtectedHeader.Contents(key.kid(), compression, method, dictionary));
    ContentEncrypter encrypter = new ContentEncrypter(key.secret(), random);
    try {
      return serialize(header, encrypter.encrypt(payload, header.aad()));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(
          "This JDK cannot do A256KW and A256GCM; run LiveStash on a JDK with the standard providers.",
          impossible);
    }
  }

  private ProtectedHeader header(ProtectedHeader.Contents contents) {
    return ProtectedHeader.isOfPatch(contents.dictionary())
        ? ProtectedHeader.of(contents)
        : headers.computeIfAbsent(contents, ProtectedHeader::of);
  }

  private static String serialize(ProtectedHeader header, JWECryptoParts parts) {
    String key = parts.getEncryptedKey().toString();
    String iv = parts.getInitializationVector().toString();
    String cipherText = parts.getCipherText().toString();
    String tag = parts.getAuthenticationTag().toString();
    return String.join(".", header.encoded(), key, iv, cipherText, tag);
  }
}
