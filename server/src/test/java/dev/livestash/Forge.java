package dev.livestash;

import com.github.luben.zstd.Zstd;
import dev.livestash.keys.KeyRing;
import dev.livestash.keys.KeyRing.SealingKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens of anything, as whoever has the key can: with the JDK alone, and no check. */
public final class Forge {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int TAG_BYTES = 16;

  private final SealingKey key;
  private final SecureRandom random = new SecureRandom();

  public Forge(KeyRing keys) {
    this.key = keys.newest();
  }

  /** The header that a whole token of this ring has. */
  public String header() {
    return "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\""
        + key.kid()
        + "\",\"typ\":\"livestash\",\"cty\":\"json\",\"zc\":\"zstd\"}";
  }

  /** Seals a payload under a header, whatever either says. */
  public String seal(String header, byte[] payload) {
    byte[] contentKey = random(32);
    byte[] iv = random(12);
    String encoded = base64(header.getBytes(StandardCharsets.UTF_8));
    try {
      Cipher wrap = Cipher.getInstance("AESWrap");
      wrap.init(Cipher.WRAP_MODE, key.secret());
      byte[] wrapped = wrap.wrap(new SecretKeySpec(contentKey, "AES"));
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(contentKey, "AES"),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
      gcm.updateAAD(encoded.getBytes(StandardCharsets.US_ASCII));
      byte[] sealed = gcm.doFinal(payload);
      int tagAt = sealed.length - TAG_BYTES;
      return String.join(
          ".",
          encoded,
          base64(wrapped),
          base64(iv),
          base64(Arrays.copyOf(sealed, tagAt)),
          base64(Arrays.copyOfRange(sealed, tagAt, sealed.length)));
    } catch (GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Seals a plaintext as the server does. */
  public String seal(String plaintext) {
    return seal(header(), compressed(plaintext));
  }

  /** Compresses as the server does. */
  public static byte[] compressed(String plaintext) {
    return Zstd.compress(plaintext.getBytes(StandardCharsets.UTF_8));
  }

  /** What is sealed in a token of this ring, still compressed. */
  public byte[] payload(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      Cipher unwrap = Cipher.getInstance("AESWrap");
      unwrap.init(Cipher.UNWRAP_MODE, key.secret());
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.DECRYPT_MODE,
          unwrap.unwrap(bytes(parts[1]), "AES", Cipher.SECRET_KEY),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, bytes(parts[2])));
      gcm.updateAAD(parts[0].getBytes(StandardCharsets.US_ASCII));
      byte[] text = bytes(parts[3]);
      byte[] sealed = Arrays.copyOf(text, text.length + TAG_BYTES);
      System.arraycopy(bytes(parts[4]), 0, sealed, text.length, TAG_BYTES);
      return gcm.doFinal(sealed);
    } catch (GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }

  /** The plaintext of a whole token of this ring. */
  public String plaintext(String token) {
    return new String(Zstd.decompress(payload(token)), StandardCharsets.UTF_8);
  }

  /** Opens a whole token of this ring, and seals it again with another plaintext. */
  public String resealed(String token, UnaryOperator<String> plaintext) {
    return seal(plaintext.apply(plaintext(token)));
  }

  public static String base64(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }

  private static byte[] bytes(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
