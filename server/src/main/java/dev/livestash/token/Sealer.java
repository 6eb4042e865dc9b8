package dev.livestash.token;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AAD;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes into a compact JWE (RFC 7516 section 7.1), with the ring's newest key and a content
 * key of the token's own.
 */
public final class Sealer {
  private final KeyRing keys;
  private final SecureRandom random;
  private volatile @Nullable Ready lastWhole;

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
   * @param base names the token whose plaintext is needed to make this one's; empty if none is
   * @return the token
   */
  public String seal(byte[] payload, String compression, String method, Optional<String> base) {
    SealingKey key = keys.newest();
    Ready ready = base.isEmpty() ? whole(key, compression, method) : null;
    if (ready == null) {
      ready = Ready.of(key, compression, method, header(key, compression, method, base));
    }
    try {
      ContentEncrypter encrypter = new ContentEncrypter(key.secret(), random);
      return serialize(ready, encrypter.encrypt(ready.header(), payload, ready.aad()));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(
          "This JDK cannot do A256KW and A256GCM; run LiveStash on a JDK with the standard providers.",
          impossible);
    }
  }
}
