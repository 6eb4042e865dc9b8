package dev.livestash.internal.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.util.Base64URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
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
final class ContentEncrypter {
  static final ThreadCipher GCM = new ThreadCipher("AES/GCM/NoPadding");
  static final ThreadCipher WRAP = new ThreadCipher("AESWrap");
  static final int KEY_BYTES = 32;
  static final int IV_BYTES = 12;
  static final int TAG_BYTES = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKey wrappingKey;
  private final SecureRandom random;

  ContentEncrypter(SecretKey wrappingKey, SecureRandom random) {
    this.wrappingKey = wrappingKey;
    this.random = random;
  }

  /** The parts of a token that follow its header. */
  JWECryptoParts encrypt(byte[] clearText, byte[] aad) throws JOSEException {
    byte[] fresh = new byte[KEY_BYTES + IV_BYTES];
    random.nextBytes(fresh);
    SecretKey contentKey = new SecretKeySpec(fresh, 0, KEY_BYTES, "AES");
    GCMParameterSpec iv = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, fresh, KEY_BYTES, IV_BYTES);
    try {
      byte[] sealed = seal(contentKey, iv, clearText, aad);
      int tagStart = sealed.length - TAG_BYTES;
      byte[] wrapped = wrap(contentKey);
      return new JWECryptoParts(
          base64(wrapped, 0, wrapped.length),
          base64(fresh, KEY_BYTES, IV_BYTES),
          base64(sealed, 0, tagStart),
          base64(sealed, tagStart, TAG_BYTES));
    } catch (GeneralSecurityException failure) {
      throw new JOSEException(failure.getMessage(), failure);
    }
  }

  private static byte[] seal(SecretKey key, GCMParameterSpec iv, byte[] clearText, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = GCM.get();
    cipher.init(Cipher.ENCRYPT_MODE, key, iv);
    cipher.updateAAD(aad);
    return cipher.doFinal(clearText);
  }

  private byte[] wrap(SecretKey contentKey) throws GeneralSecurityException {
    Cipher cipher = WRAP.get();
    cipher.init(Cipher.WRAP_MODE, wrappingKey);
    return cipher.wrap(contentKey);
  }

  private static Base64URL base64(byte[] bytes, int offset, int length) {
    ByteBuffer encoded = BASE64.encode(ByteBuffer.wrap(bytes, offset, length));
    return new Base64URL(
        new String(encoded.array(), 0, encoded.limit(), StandardCharsets.ISO_8859_1));
  }
}
