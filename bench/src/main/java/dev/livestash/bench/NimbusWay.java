package dev.livestash.bench;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypterOption;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.opts.MaxCompressedCipherTextLength;
import com.nimbusds.jose.crypto.opts.MaxDecompressedPlainTextLength;
import dev.livestash.internal.pack.CappedBuffer;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;

/** What one writes first with Nimbus: {@code dir}, A256GCM, {@code zip=DEF}. */
@NullMarked
final class NimbusWay<S> implements Way {
  private static final int MAX_BYTES = 16 << 20;

  /** Its own limits are below our largest states. */
  private static final Set<JWEDecrypterOption> LIMITS =
      Set.of(
          new MaxCompressedCipherTextLength(MAX_BYTES),
          new MaxDecompressedPlainTextLength(MAX_BYTES));

  private final Plaintext<S> plaintext;
  private final DirectEncrypter encrypter;
  private final DirectDecrypter decrypter;

  NimbusWay(Sample<S> sample) {
    plaintext = new Plaintext<>(sample);
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    try {
      encrypter = new DirectEncrypter(key);
      decrypter = new DirectDecrypter(key, false, LIMITS);
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String commit() {
    CappedBuffer plain = plaintext.write();
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .compressionAlgorithm(CompressionAlgorithm.DEF)
            .build();
    byte[] bytes = Arrays.copyOf(plain.array(), plain.size());
    JWEObject token = new JWEObject(header, new Payload(bytes));
    try {
      token.encrypt(encrypter);
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
    return token.serialize();
  }

  @Override
  public Object open(String sealed) {
    try {
      JWEObject token = JWEObject.parse(sealed);
      token.decrypt(decrypter, LIMITS);
      return plaintext.read(token.getPayload().toBytes());
    } catch (ParseException | JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
