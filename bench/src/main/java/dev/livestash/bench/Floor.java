package dev.livestash.bench;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import dev.livestash.internal.pack.CappedBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;

/**
 * The least that can be done: one Jackson write or read of the same bytes, one zstd with a ready
 * context and a ready buffer, one AES-256-GCM with a ready cipher and key and a fresh IV, one
 * Base64. No header, no wrapped key, no checks.
 */
@NullMarked
final class Floor<S> implements Way {
  private static final int LEVEL = 1;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Plaintext<S> plaintext;
  private final ZstdCompressCtx compressing =
      new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true);
  private final ZstdDecompressCtx decompressing = new ZstdDecompressCtx();
  private final byte[] packed;
  private final SecretKey key;
  private final Cipher cipher;
  private final SecureRandom random = new SecureRandom();
  private final byte[] iv = new byte[IV_BYTES];

  Floor(Sample<S> sample) {
    this.plaintext = new Plaintext<>(sample);
    this.packed = new byte[Math.toIntExact(Zstd.compressBound(plaintext.write().size()))];
    this.key = new SecretKeySpec(new byte[32], "AES");
    this.cipher = Ciphers.of("AES/GCM/NoPadding");
  }

  @Override
  public String commit() {
    try {
      CappedBuffer plain = plaintext.write();
      int size =
          compressing.compressByteArray(packed, 0, packed.length, plain.array(), 0, plain.size());
      random.nextBytes(iv);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
      byte[] sealed = cipher.doFinal(packed, 0, size);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Opens the last token that {@link #commit} made: its IV is still here. */
  @Override
  public Object open(String token) {
    return open(token, iv);
  }

  /** The last token's. */
  byte[] iv() {
    return iv.clone();
  }

  /** Opens any token that was sealed with this IV, of a state of the same class. */
  Object open(String token, byte[] with) {
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.ISO_8859_1));
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, with));
      byte[] opened = cipher.doFinal(sealed);
      byte[] plain = new byte[(int) Zstd.getFrameContentSize(opened)];
      decompressing.decompressByteArray(plain, 0, plain.length, opened, 0, opened.length);
      return plaintext.read(plain);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
