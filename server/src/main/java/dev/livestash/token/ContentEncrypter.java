package dev.livestash.token;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.BaseJWEProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A256KW and A256GCM (RFC 7518 sections 4.4 and 5.3) with the JDK's ciphers and Base64.
 *
 * <p>Nimbus's own encrypter would compress a {@code zip} token itself, without our cap on the way
 * back.
 */
final class ContentEncrypter extends BaseJWEProvider implements JWEEncrypter {
  static final int KEY_BYTES = 32;
  static final int IV_BYTES = 12;
  static final int TAG_BYTES = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKey wrappingKey;
  private final SecureRandom random;

  ContentEncrypter(SecretKey wrappingKey, SecureRandom random) {
    super(Set.of(JWEAlgorithm.A256KW), Set.of(EncryptionMethod.A256GCM));
    this.wrappingKey = wrappingKey;
    this.random = random;
  }

  @Override
  public JWECryptoParts encrypt(JWEHeader header, byte[] clearText, byte[] aad)
      throws JOSEException {
    SecretKey contentKey = new SecretKeySpec(randomBytes(KEY_BYTES), "AES");
    byte[] iv = randomBytes(IV_BYTES);
    try {
      byte[] sealed = seal(contentKey, iv, clearText, aad);
      int tagStart = sealed.length - TAG_BYTES;
      return new JWECryptoParts(
          header,
          base64(wrap(contentKey)),
          base64(iv),
          base64(Arrays.copyOf(sealed, tagStart)),
          base64(Arrays.copyOfRange(sealed, tagStart, sealed.length)));
    } catch (GeneralSecurityException failure) {
      throw new JOSEException(failure.getMessage(), failure);
    }
  }

  private static byte[] seal(SecretKey key, byte[] iv, byte[] clearText, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(clearText);
  }

  private byte[] wrap(SecretKey contentKey) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(Cipher.WRAP_MODE, wrappingKey);
    return cipher.wrap(contentKey);
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Base64URL base64(byte[] bytes) {
    return new Base64URL(BASE64.encodeToString(bytes));
  }
}
