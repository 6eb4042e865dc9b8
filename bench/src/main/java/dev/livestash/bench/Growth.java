package dev.livestash.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.livestash.internal.pack.CappedBuffer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;

/**
 * What a byte of a state costs, from small states to large ones: on the product's ways, and beside
 * them in what no way can be without, a copy, a compression and an encryption of the same bytes.
 */
@NullMarked
final class Growth {
  static final List<String> SIZES = List.of("1KB", "10KB", "100KB", "1MB", Sample.LARGEST);

  private static final int WARM_UP_MILLIS = 300;
  private static final int MILLIS = 500;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int LEVEL = 1;

  private final Figures figures = new Figures();

  private Growth() {}

  /** The argument: where the figures go as JSON. */
  public static void main(String[] args) throws IOException {
    Growth growth = new Growth();
    SIZES.forEach(growth::measure);
    growth.figures.show(args);
  }

  private void measure(String size) {
    Sample<Board> sample = Sample.board(size);
    CappedBuffer written = new Plaintext<>(sample).write();
    byte[] plain = Arrays.copyOf(written.array(), written.size());
    Map<String, Supplier<?>> tasks = tasks(sample, plain);
    Interleaved interleaved = new Interleaved(tasks);
    interleaved.warmUp(WARM_UP_MILLIS);
    interleaved
        .measure(tasks.keySet(), MILLIS)
        .forEach((name, series) -> put(name, size, series, plain.length));
  }

  private void put(String name, String size, Series series, int bytes) {
    figures.put("growth_" + name + "_ns_a_byte", size, series.cpuMicros().median() * 1e3 / bytes);
  }

  private static Map<String, Supplier<?>> tasks(Sample<Board> sample, byte[] plain) {
    LiveStashWay<Board> way = LiveStashWay.zstd(sample);
    RenderWay<Board> render = new RenderWay<>(sample);
    String token = way.commit();
    Map<String, Supplier<?>> tasks = new LinkedHashMap<>();
    tasks.put("commit", way::commit);
    tasks.put("open", () -> way.open(token));
    tasks.put("small_change", way::commitChange);
    tasks.put("render_patch", render::patch);
    tasks.put("copy", () -> plain.clone());
    tasks.put("zstd", zstd(plain));
    tasks.put("gcm", gcm(plain));
    return tasks;
  }

  private static Supplier<?> zstd(byte[] plain) {
    ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
    return () -> context.compress(plain);
  }

  /** Of the bytes before they are compressed, for it is these that are counted. */
  private static Supplier<?> gcm(byte[] plain) {
    Cipher cipher = Ciphers.of("AES/GCM/NoPadding");
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    SecureRandom random = new SecureRandom();
    byte[] iv = new byte[IV_BYTES];
    return () -> {
      try {
        random.nextBytes(iv);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
        return Objects.requireNonNull(cipher.doFinal(plain));
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    };
  }
}
