package dev.livestash.token;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Seals bytes into a compact JWE (RFC 7516 section 7.1), with the ring's newest key and a content
 * key of the token's own.
 */
public final class Sealer {
  private final KeyRing keys;
  private final SecureRandom random;

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
    JWEObject token = new JWEObject(header(key, compression, method, base), new Payload(payload));
    try {
      token.encrypt(new ContentEncrypter(key.secret(), random));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(
          "This JDK cannot do A256KW and A256GCM; run LiveStash on a JDK with the standard providers.",
          impossible);
    }
    return token.serialize();
  }

  private static JWEHeader header(
      SealingKey key, String compression, String method, Optional<String> base) {
    JWEHeader.Builder header =
        new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM)
            .keyID(key.kid())
            .type(new JOSEObjectType(Opener.TYPE))
            .contentType("json");
    base.ifPresent(name -> header.customParam(Opener.BASE, name));
    return compression.equals("zip")
        ? header.compressionAlgorithm(new CompressionAlgorithm(method)).build()
        : header.customParam(compression, method).build();
  }
}
