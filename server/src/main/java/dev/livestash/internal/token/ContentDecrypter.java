package dev.livestash.internal.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** The way back of {@link ContentEncrypter}. Does not inflate: the caller does, with a cap. */
final class ContentDecrypter {
  private final SecretKey wrappingKey;

  ContentDecrypter(SecretKey wrappingKey) {
    this.wrappingKey = wrappingKey;
  }

  /** The plaintext of a token that is authentic. */
  byte[] decrypt(JWECryptoParts parts, byte[] aad) throws JOSEException {
    try {
      SecretKey contentKey = unwrap(decode(parts.getEncryptedKey()));
      byte[] iv = decode(parts.getInitializationVector());
      byte[] tag = decode(parts.getAuthenticationTag());
      return open(contentKey, iv, decode(parts.getCipherText()), tag, aad);
    } catch (GeneralSecurityException | IllegalArgumentException tampered) {
      throw new JOSEException("not authentic", tampered);
    }
  }

  private SecretKey unwrap(byte[] encryptedKey) throws GeneralSecurityException {
    Cipher cipher = ContentEncrypter.WRAP.get();
    cipher.init(Cipher.UNWRAP_MODE, wrappingKey);
    return (SecretKey) cipher.unwrap(encryptedKey, "AES", Cipher.SECRET_KEY);
  }

  private static byte[] open(SecretKey key, byte[] iv, byte[] cipherText, byte[] tag, byte[] aad)
      throws GeneralSecurityException {
    if (iv.length != ContentEncrypter.IV_BYTES || tag.length != ContentEncrypter.TAG_BYTES) {
      throw new IllegalArgumentException("wrong size");
    }
    Cipher cipher = ContentEncrypter.GCM.get();
    int tagBits = ContentEncrypter.TAG_BYTES * Byte.SIZE;
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(tagBits, iv));
    cipher.updateAAD(aad);
    byte[] sealed = Arrays.copyOf(cipherText, cipherText.length + tag.length);
    System.arraycopy(tag, 0, sealed, cipherText.length, tag.length);
    return cipher.doFinal(sealed);
  }

  private static byte[] decode(Base64URL part) {
    return Base64.getUrlDecoder().decode(part.toString());
  }
}
