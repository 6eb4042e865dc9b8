package dev.livestash.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.livestash.DictionaryTrainer;
import dev.livestash.internal.zstd.ZstdDictionaries;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DictionaryTest {
  private static final int CAP_BYTES = 1 << 20;
  private static final Path VECTORS = Path.of("../protocol/vectors");
  @TempDir Path folder;

  private static byte[] sample(int seed) {
    Random random = new Random(seed);
    String text =
        "{\"title\":\"number %d\",\"finished\":%b,\"amountInCents\":%d,\"owner\":{\"name\":\"%s\"}}"
            .formatted(
                seed,
                random.nextBoolean(),
                random.nextInt(9999),
                Long.toHexString(random.nextLong()));
    return text.repeat(3).getBytes(StandardCharsets.UTF_8);
  }

  private static Dictionary trained(int from) {
    List<byte[]> samples =
        IntStream.range(from, from + 400).mapToObj(DictionaryTest::sample).toList();
    return Dictionary.of(ZstdDictionaries.train(samples, 1024));
  }

  private static Compressor zstd(Dictionary dictionary) {
    return Compressor.of(Compression.ZSTD, Optional.of(dictionary), 0);
  }

  private static byte[] pack(Dictionary dictionary, byte[] plain) {
    return zstd(dictionary).compress(plain, plain.length);
  }

  private static byte[] plain(Inflated inflated) {
    return inflated instanceof Inflated.Plain plain ? plain.bytes() : new byte[0];
  }

  private static Unpacking.Named named(Dictionary dictionary) {
    return new Unpacking.Named("zc", "zstd", Optional.of(dictionary.id()));
  }

  @Test
  void oneOfManySamplesMakesASmallStateSmallerAndComesBack() {
    Dictionary dictionary = trained(0);
    byte[] state = sample(5000);
    byte[] packed = pack(dictionary, state);
    assertThat(packed)
        .hasSizeLessThan(Compressor.of(Compression.ZSTD).compress(state, state.length).length / 2);
    assertThat(plain(zstd(dictionary).inflate(packed, CAP_BYTES))).isEqualTo(state);
  }

  @Test
  void theSameSamplesGiveTheSameDictionaryAndAFileKeepsIt() {
    Dictionary dictionary = trained(0);
    Path file = folder.resolve("states.zdict");
    dictionary.save(file);
    assertThat(Dictionary.load(file)).isEqualTo(dictionary).isEqualTo(trained(0));
    assertThat(Dictionary.load(file).id()).isEqualTo(dictionary.id()).matches("[\\w-]{6}");
    assertThat(trained(1000).id()).isNotEqualTo(dictionary.id());
  }

  @Test
  void tooFewSamplesAndUnfitSizesAreRefusedWithWhatToDo() {
    List<byte[]> few = List.of(sample(1), sample(2));
    assertThatThrownBy(() -> DictionaryTrainer.train(few, 1024))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give more of them");
    assertThatThrownBy(() -> DictionaryTrainer.train(few, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("512 to 131072");
    assertThatThrownBy(() -> DictionaryTrainer.train(few, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 64, Dictionary.MAX_BYTES + 1})
  void aFileThatIsNoDictionaryIsRefused(int size) throws IOException {
    byte[] rubbish = new byte[size];
    new Random(size).nextBytes(rubbish);
    Path file = Files.write(folder.resolve("rubbish"), rubbish);
    assertThatThrownBy(() -> Dictionary.load(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not a Zstandard dictionary");
  }

  @Test
  void aTruncatedDictionaryAndAMissingOneAreRefused() throws IOException {
    Path file = folder.resolve("half");
    Files.write(file, Arrays.copyOf(trained(0).bytes(), 40));
    assertThatThrownBy(() -> Dictionary.load(file)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Dictionary.load(folder.resolve("none")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("./dev train-dictionary");
  }

  @Test
  void theBuiltInOneIsTheDocumentedFileForEver() throws IOException {
    byte[] documented = Files.readAllBytes(VECTORS.resolve("claims.zdict"));
    assertThat(Dictionary.claims().bytes()).isEqualTo(documented);
    JsonNode vector = JsonMapper.shared().readTree(VECTORS.resolve("claims.json").toFile());
    assertThat(Dictionary.claims().id()).isEqualTo(vector.get("zd").asString());
    byte[] payload = vector.get("payload").binaryValue();
    byte[] plaintext = vector.get("plaintext").asString().getBytes(StandardCharsets.UTF_8);
    Unpacking unpacking = new Unpacking(List.of());
    assertThat(plain(unpacking.inflate(payload, named(Dictionary.claims()), CAP_BYTES)))
        .isEqualTo(plaintext);
    byte[] elsewhere = new byte[plaintext.length];
    Zstd.decompressUsingDict(elsewhere, 0, payload, 0, payload.length, documented);
    assertThat(elsewhere).isEqualTo(plaintext);
  }

  @Test
  void everyListedOneAndTheBuiltInOneUnpackAndNoOther() {
    Dictionary newest = trained(0);
    Dictionary older = trained(1000);
    Unpacking unpacking = new Unpacking(List.of(newest, older));
    byte[] state = sample(5000);
    for (Dictionary one : List.of(newest, older, Dictionary.claims())) {
      assertThat(plain(unpacking.inflate(pack(one, state), named(one), CAP_BYTES)))
          .isEqualTo(state);
    }
    Dictionary unknown = trained(2000);
    assertThat(unpacking.inflate(pack(unknown, state), named(unknown), CAP_BYTES))
        .isInstanceOf(Inflated.Corrupt.class);
    assertThat(
            unpacking.inflate(
                pack(newest, state),
                new Unpacking.Named("zip", "DEF", Optional.of(newest.id())),
                CAP_BYTES))
        .isInstanceOf(Inflated.Corrupt.class);
  }

  @Test
  void withTheWrongDictionaryOrNoneNothingGoesBeyondTheCap() {
    Unpacking unpacking = new Unpacking(List.of(trained(0), trained(1000)));
    byte[] state = sample(5000);
    byte[] packed = pack(trained(0), state);
    assertThat(plain(unpacking.inflate(packed, named(trained(1000)), CAP_BYTES)))
        .isNotEqualTo(state)
        .hasSizeLessThanOrEqualTo(state.length);
    assertThat(unpacking.inflate(packed, named(trained(0)), state.length - 1))
        .isInstanceOf(Inflated.TooLarge.class);
  }

  @Test
  void onlySmallPlaintextsAreCompressedWithIt() {
    Dictionary dictionary = Dictionary.claims();
    Packing packing = new Packing(Compression.ZSTD, List.of(dictionary), 0);
    int largest = Packing.MAX_PLAINTEXT_FACTOR * dictionary.size();
    assertThat(packing.dictionary(largest)).contains(dictionary);
    assertThat(packing.dictionary(largest + 1)).isEmpty();
    assertThat(new Packing(Compression.DEFLATE, List.of(dictionary), 0).dictionary(1)).isEmpty();
  }
}
