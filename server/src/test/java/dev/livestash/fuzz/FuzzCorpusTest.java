package dev.livestash.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code ./dev fuzz} begins with and has ever found, and some changes of each. */
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/fuzz");
  private static final int CHANGES = 20;
  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "token", TokenTarget::fuzzerTestOneInput,
          "frame", FrameTarget::fuzzerTestOneInput,
          "patch", PatchTarget::fuzzerTestOneInput,
          "keys", KeyFileTarget::fuzzerTestOneInput,
          "fence", FenceTarget::fuzzerTestOneInput,
          "notes", NotesTarget::fuzzerTestOneInput,
          "bus", BusTarget::fuzzerTestOneInput);

  static Stream<Arguments> inputs() throws IOException {
    return TARGETS.keySet().stream().sorted().flatMap(FuzzCorpusTest::inputs);
  }

  private static Stream<Arguments> inputs(String target) {
    return files(CORPUS.resolve(target)).map(file -> Arguments.of(target, file.getFileName()));
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("inputs")
  void eachInputHasAnOutcome(String target, Path name) throws IOException {
    byte[] input = Files.readAllBytes(CORPUS.resolve(target).resolve(name));
    Consumer<byte[]> run = Objects.requireNonNull(TARGETS.get(target));
    assertThatCode(() -> run.accept(input)).doesNotThrowAnyException();
    Random random = new Random(name.hashCode());
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = changed(input, random);
      assertThatCode(() -> run.accept(changed)).doesNotThrowAnyException();
    }
  }

  private static byte[] changed(byte[] input, Random random) {
    byte[] changed = input.clone();
    for (int i = 0; i < changed.length && i < 1 + random.nextInt(4); i++) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  @Test
  void eachTargetHasItsCorpus() {
    assertThat(files(CORPUS))
        .extracting(Path::getFileName)
        .map(Path::toString)
        .containsExactlyInAnyOrderElementsOf(TARGETS.keySet());
  }
}
