package dev.livestash.internal.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** The way back of {@link ContentKey}. Does not inflate: the caller does, with a cap. */
final class ContentDecrypter {
  private final UnwrappedKeys unwrapped = new UnwrappedKeys();

  /** The plaintext of a token that is authentic. */
  byte[] decrypt(SecretKey wrappingKey, JWECryptoParts parts, byte[] aad) throws JOSEException {
    Optional<SecretKey> known = unwrapped.find(wrappingKey, parts.getEncryptedKey());
    try {
      SecretKey contentKey =
          known.isPresent() ? known.get() : unwrap(wrappingKey, decode(parts.getEncryptedKey()));
      byte[] opened = open(contentKey, parts, aad);
      if (known.isEmpty()) {
        unwrapped.remember(wrappingKey, parts.getEncryptedKey(), contentKey);
      }
      return opened;
    } catch (GeneralSecurityException | IllegalArgumentException tampered) {
      throw new JOSEException("not authentic", tampered);
    }
  }

  private static SecretKey unwrap(SecretKey wrappingKey, byte[] encryptedKey)
      throws GeneralSecurityException {
    Cipher cipher = ContentKey.WRAP.get();
    cipher.init(Cipher.UNWRAP_MODE, wrappingKey);
    return (SecretKey) cipher.unwrap(encryptedKey, "AES", Cipher.SECRET_KEY);
  }

  private static byte[] open(SecretKey key, JWECryptoParts parts, byte[] aad)
      throws GeneralSecurityException {
    byte[] iv = decode(parts.getInitializationVector());
    byte[] tag = decode(parts.getAuthenticationTag());
    if (iv.length != ContentKey.IV_BYTES || tag.length != ContentKey.TAG_BYTES) {
      throw new IllegalArgumentException("wrong size");
    }
    Cipher cipher = ContentKey.GCM.get();
    int tagBits = ContentKey.TAG_BYTES * Byte.SIZE;
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(tagBits, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(withTag(parts.getCipherText(), tag));
  }

  /** As the cipher takes them: the tag behind the text. */
  private static byte[] withTag(Base64URL cipherText, byte[] tag) {
    byte[] encoded = cipherText.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] sealed = new byte[(int) (encoded.length * 3L / 4) + tag.length];
    int bytes = Base64.getUrlDecoder().decode(encoded, sealed);
    System.arraycopy(tag, 0, sealed, bytes, tag.length);
    return sealed;
  }

  private static byte[] decode(Base64URL part) {
    return Base64.getUrlDecoder().decode(part.toString());
  }
}
