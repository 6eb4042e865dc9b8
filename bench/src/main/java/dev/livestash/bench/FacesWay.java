package dev.livestash.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;

/**
 * How Jakarta Faces keeps a view's state in the page: Java serialization, Deflate, AES-CBC, HMAC.
 */
@NullMarked
final class FacesWay implements Way {
  private static final int IV_BYTES = 16;
  private static final int MAC_BYTES = 32;

  private final Object state;
  private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
  private final SecretKeySpec macKey = new SecretKeySpec(new byte[32], "HmacSHA256");
  private final SecureRandom random = new SecureRandom();

  FacesWay(Object state) {
    this.state = state;
  }

  @Override
  public String commit() {
    try {
      byte[] iv = new byte[IV_BYTES];
      random.nextBytes(iv);
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(pack());
      ByteArrayOutputStream token = new ByteArrayOutputStream();
      token.write(mac(iv, encrypted));
      token.write(iv);
      token.write(encrypted);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private byte[] pack() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ObjectOutputStream out =
        new ObjectOutputStream(new BufferedOutputStream(new DeflaterOutputStream(packed)))) {
      out.writeObject(state);
    }
    return packed.toByteArray();
  }

  @Override
  @SuppressWarnings("BanSerializableRead") // this is what is measured
  public Object open(String token) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    byte[] iv = Arrays.copyOfRange(bytes, MAC_BYTES, MAC_BYTES + IV_BYTES);
    byte[] encrypted = Arrays.copyOfRange(bytes, MAC_BYTES + IV_BYTES, bytes.length);
    try {
      if (!MessageDigest.isEqual(mac(iv, encrypted), Arrays.copyOf(bytes, MAC_BYTES))) {
        throw new IllegalStateException("not authentic");
      }
      byte[] packed = cipher(Cipher.DECRYPT_MODE, iv).doFinal(encrypted);
      InputStream plain = new InflaterInputStream(new ByteArrayInputStream(packed));
      try (ObjectInputStream in = new ObjectInputStream(plain)) {
        return in.readObject();
      }
    } catch (GeneralSecurityException | ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, key, new IvParameterSpec(iv));
    return cipher;
  }

  private byte[] mac(byte[] iv, byte[] encrypted) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(macKey);
    mac.update(iv);
    return mac.doFinal(encrypted);
  }
}
