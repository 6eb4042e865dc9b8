package dev.livestash.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void optionsHaveDefaults() {
    assertThat(Options.parse())
        .isEqualTo(
            new Options(
                8080, Path.of(".livestash/keys.json"), "", Release.SECOND, Optional.empty()));
  }

  @Test
  void optionsAreTakenInAnyOrder() {
    assertThat(Options.parse("--node", "A", "--keys", "k.json", "--port", "0"))
        .isEqualTo(new Options(0, Path.of("k.json"), "A", Release.SECOND, Optional.empty()));
    assertThat(Options.parse("--redis", "redis://localhost:1", "--release", "1"))
        .isEqualTo(
            new Options(
                8080,
                Path.of(".livestash/keys.json"),
                "",
                Release.FIRST,
                Optional.of("redis://localhost:1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--port", "--port x", "--port 65536", "--port -1", "--nodes 2", "--release 3"})
  void whatIsNotUnderstoodIsRefused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(line.split(" ", -1)));
  }
}
