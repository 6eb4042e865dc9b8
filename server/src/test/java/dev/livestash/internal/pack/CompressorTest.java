package dev.livestash.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.livestash.settings.Compression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressorTest {
  private static final byte[] TEXT =
      "{\"cells\":[\"one\",\"two\"]}".repeat(500).getBytes(StandardCharsets.UTF_8);

  private static byte[] plain(Inflated inflated) {
    return inflated instanceof Inflated.Plain plain ? plain.bytes() : new byte[0];
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPackedUnpacks(Compression compression) {
    Compressor compressor = Compressor.of(compression);
    for (int length : new int[] {0, 1, 1000, TEXT.length}) {
      byte[] packed = compressor.compress(TEXT, length);
      assertThat(plain(compressor.inflate(packed, TEXT.length)))
          .isEqualTo(Arrays.copyOf(TEXT, length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneByteOverTheCapIsTooLarge(Compression compression) {
    Compressor compressor = Compressor.of(compression);
    byte[] packed = compressor.compress(TEXT, TEXT.length);
    assertThat(compressor.inflate(packed, TEXT.length)).isInstanceOf(Inflated.Plain.class);
    assertThat(compressor.inflate(packed, TEXT.length - 1)).isInstanceOf(Inflated.TooLarge.class);
  }

  @ParameterizedTest
  @EnumSource
  void rubbishAndTruncationAreCorrupt(Compression compression) {
    Compressor compressor = Compressor.of(compression);
    byte[] packed = compressor.compress(TEXT, TEXT.length);
    byte[] noise = new byte[64];
    new Random(1).nextBytes(noise);
    noise[0] = (byte) 0xFF;
    for (byte[] bad : new byte[][] {{}, noise, Arrays.copyOf(packed, packed.length / 2)}) {
      assertThat(compressor.inflate(bad, 1 << 20)).isInstanceOf(Inflated.Corrupt.class);
    }
  }

  @Test
  void aZstdFrameThatLiesAboutItsSizeIsRefused() {
    byte[] bomb = Zstd.compress(new byte[10 << 20]);
    assertThat(new ZstdCompressor(Optional.empty(), 0).inflate(bomb, 1 << 20))
        .isInstanceOf(Inflated.TooLarge.class);
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      byte[] silent = context.setContentSize(false).compress(new byte[1 << 20]);
      assertThat(new ZstdCompressor(Optional.empty(), 0).inflate(silent, 1 << 20))
          .isInstanceOf(Inflated.Corrupt.class);
    }
  }

  @Test
  void aHeaderNamesOnlyWhatThereIs() {
    assertThat(Compression.named("zc", "zstd")).contains(Compression.ZSTD);
    assertThat(Compression.named("zip", "DEF")).contains(Compression.DEFLATE);
    assertThat(Compression.named("zc", "DEF")).isEmpty();
    assertThat(Compression.named("zip", "zstd")).isEmpty();
  }

  @Test
  void aBufferHoldsItsCapAndDropsWhatIsPastIt() {
    CappedBuffer buffer = new CappedBuffer(3000);
    buffer.write(TEXT, 0, 2000);
    buffer.write(TEXT, 2000, 1000);
    assertThat(buffer.overflowed()).isFalse();
    assertThat(Arrays.copyOf(buffer.array(), buffer.size())).isEqualTo(Arrays.copyOf(TEXT, 3000));
    buffer.write('x');
    assertThat(buffer.overflowed()).isTrue();
    assertThat(buffer.size()).isEqualTo(3000);
    assertThat(buffer.array()).hasSizeLessThanOrEqualTo(3000);
  }
}
