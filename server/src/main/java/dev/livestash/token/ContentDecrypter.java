package dev.livestash.token;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.BaseJWEProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** The way back of {@link ContentEncrypter}. Does not inflate: the caller does, with a cap. */
final class ContentDecrypter extends BaseJWEProvider implements JWEDecrypter {
  private final SecretKey wrappingKey;

  ContentDecrypter(SecretKey wrappingKey) {
    super(Set.of(JWEAlgorithm.A256KW), Set.of(EncryptionMethod.A256GCM));
    this.wrappingKey = wrappingKey;
  }

  @Override
  public byte[] decrypt(
      JWEHeader header,
      @Nullable Base64URL encryptedKey,
      @Nullable Base64URL iv,
      Base64URL cipherText,
      @Nullable Base64URL authTag,
      byte[] aad)
      throws JOSEException {
    try {
      SecretKey contentKey = unwrap(decode(encryptedKey));
      return open(contentKey, decode(iv), decode(cipherText), decode(authTag), aad);
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

  private static byte[] decode(@Nullable Base64URL part) {
    if (part == null) {
      throw new IllegalArgumentException("a part is missing");
    }
    return Base64.getUrlDecoder().decode(part.toString());
  }
}
