package dev.livestash.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void optionsHaveDefaults() {
    assertThat(Options.parse()).isEqualTo(new Options(8080, Path.of(".livestash/keys.json"), ""));
  }

  @Test
  void optionsAreTakenInAnyOrder() {
    assertThat(Options.parse("--node", "A", "--keys", "k.json", "--port", "0"))
        .isEqualTo(new Options(0, Path.of("k.json"), "A"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port", "--port x", "--port 65536", "--port -1", "--nodes 2"})
  void whatIsNotUnderstoodIsRefused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(line.split(" ", -1)));
  }
}
