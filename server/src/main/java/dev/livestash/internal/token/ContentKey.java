package dev.livestash.internal.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.util.Base64URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A content encryption key, wrapped once and then used for many tokens: A256KW and A256GCM (RFC
 * 7518 sections 4.4 and 5.3) with the JDK's ciphers and Base64.
 *
 * <p>Each token has an initialization vector of 96 random bits of its own. A counter would repeat
 * itself where the image of a process is run twice, so there is none; random bits do, too, where
 * all that they come from is in the image. NIST SP 800-38D section 8.3 allows 2^32 random vectors a
 * key; this one is given up long before.
 *
 * <p>Nimbus's own encrypter makes a key for each token, and would compress a {@code zip} token
 * itself, without our cap on the way back.
 */
final class ContentKey {
  static final ThreadCipher GCM = new ThreadCipher("AES/GCM/NoPadding");
  static final ThreadCipher WRAP = new ThreadCipher("AESWrap");
  static final int IV_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** Two of so many vectors are the same with a probability of 2^-41. */
  static final long MAX_TOKENS = 1L << 28;

  private static final int KEY_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random;
  private final SecretKey key;
  private final Base64URL wrapped;
  private final AtomicLong tokens = new AtomicLong();

  private ContentKey(SecureRandom random, SecretKey key, Base64URL wrapped) {
    this.random = random;
    this.key = key;
    this.wrapped = wrapped;
  }

  /** A new one, which whoever has the wrapping key can unwrap. */
  static ContentKey wrappedBy(SecretKey wrappingKey, SecureRandom random) throws JOSEException {
    byte[] fresh = new byte[KEY_BYTES];
    random.nextBytes(fresh);
    SecretKey key = new SecretKeySpec(fresh, "AES");
    try {
      Cipher cipher = WRAP.get();
      cipher.init(Cipher.WRAP_MODE, wrappingKey);
      byte[] wrapped = cipher.wrap(key);
      return new ContentKey(random, key, base64(wrapped, 0, wrapped.length));
    } catch (GeneralSecurityException failure) {
      throw new JOSEException(failure.getMessage(), failure);
    }
  }

  /** Whether it has sealed as much as one key may. */
  boolean isUsedUp() {
    return tokens.get() >= MAX_TOKENS;
  }

  /** The parts of a token that follow its header. */
  JWECryptoParts encrypt(byte[] clearText, byte[] aad) throws JOSEException {
    tokens.incrementAndGet();
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] sealed = seal(iv, clearText, aad);
      int tagStart = sealed.length - TAG_BYTES;
      return new JWECryptoParts(
          wrapped,
          base64(iv, 0, IV_BYTES),
          base64(sealed, 0, tagStart),
          base64(sealed, tagStart, TAG_BYTES));
    } catch (GeneralSecurityException failure) {
      throw new JOSEException(failure.getMessage(), failure);
    }
  }

  private byte[] seal(byte[] iv, byte[] clearText, byte[] aad) throws GeneralSecurityException {
    Cipher cipher = GCM.get();
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(clearText);
  }

  private static Base64URL base64(byte[] bytes, int offset, int length) {
    ByteBuffer encoded = BASE64.encode(ByteBuffer.wrap(bytes, offset, length));
    return new Base64URL(
        new String(encoded.array(), 0, encoded.limit(), StandardCharsets.ISO_8859_1));
  }
}
