package dev.livestash.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.livestash.settings.Compression;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaddingTest {
  private static final int CAP_BYTES = 1 << 20;
  private static final Compressor PLAIN = Compressor.of(Compression.ZSTD);

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] plain(Inflated inflated) {
    return inflated instanceof Inflated.Plain plain ? plain.bytes() : new byte[] {-1};
  }

  private static byte[] skippable(int content) {
    return ByteBuffer.allocate(8 + content)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x184D2A50)
        .putInt(content)
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 100, 4096})
  void whateverIsPackedHasTheLengthOfABucketAndAnyZstdOpensIt(int bucket) {
    Compressor padding = Compressor.of(Compression.ZSTD, Optional.empty(), bucket);
    for (int size = 0; size < 300; size++) {
      byte[] state = noise(size);
      byte[] packed = padding.compress(state, size);
      assertThat(packed.length % bucket).isZero();
      assertThat(plain(PLAIN.inflate(packed, CAP_BYTES))).isEqualTo(state);
      assertThat(Zstd.decompress(packed, size)).isEqualTo(state);
    }
  }

  @Test
  void whatIsAFewBytesLongerHasTheSameLength() {
    Compressor padding = Compressor.of(Compression.ZSTD, Optional.empty(), 256);
    assertThat(padding.compress(noise(300), 300)).hasSameSizeAs(padding.compress(noise(400), 400));
  }

  @Test
  void onlyOneSkippableFrameIsPassedOver() {
    byte[] packed = PLAIN.compress(noise(100), 100);
    assertThat(plain(PLAIN.inflate(joined(packed, skippable(9)), CAP_BYTES))).isEqualTo(noise(100));
    byte[][] bad = {
      joined(packed, skippable(9), skippable(0)),
      joined(packed, packed),
      joined(packed, new byte[] {0}),
      joined(skippable(9), packed),
      joined(packed, Arrays.copyOf(skippable(9), 16)),
      joined(packed, skippable(9), new byte[1]),
      skippable(9)
    };
    for (byte[] one : bad) {
      assertThat(PLAIN.inflate(one, CAP_BYTES)).isInstanceOf(Inflated.Corrupt.class);
    }
  }

  @Test
  void theCapHoldsForPaddedBytesToo() {
    byte[] bomb = joined(Zstd.compress(new byte[10 << 20]), skippable(100));
    assertThat(PLAIN.inflate(bomb, CAP_BYTES)).isInstanceOf(Inflated.TooLarge.class);
  }

  @Test
  void whereAFrameEndsAndWhatItHoldsIsFoundInEveryKindOfFrame() {
    byte[] text = "{\"cells\":[\"one\",\"two\"]}".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    for (int size : new int[] {0, 1, 255, 256, 70_000, text.length}) {
      for (int level : new int[] {-5, 1, 3, 19}) {
        for (byte[] bytes : new byte[][] {text, new byte[size], noise(size)}) {
          byte[] packed = Zstd.compress(Arrays.copyOf(bytes, size), level);
          assertThat(ZstdFrame.contentBytes(packed)).isEqualTo(Zstd.getFrameContentSize(packed));
          assertThat(ZstdFrame.end(joined(packed, new byte[3]))).isEqualTo(packed.length);
          assertThat(ZstdFrame.end(Arrays.copyOf(packed, packed.length - 1))).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void brokenBytesAreNeverLargeAndNeverAnException() {
    byte[] packed =
        Compressor.of(Compression.ZSTD, Optional.empty(), 64).compress(noise(2000), 2000);
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = Arrays.copyOf(packed, 1 + random.nextInt(packed.length));
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(plain(PLAIN.inflate(broken, 4096)).length).isLessThanOrEqualTo(4096);
    }
  }
}
