package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few kills of {@code ./dev chaos}, in a process of its own as there, without what takes long.
 */
class ShortChaosTest {
  private static final long PATIENCE_MINUTES = 10;
  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledOrDeadOrRolledBack() throws IOException, InterruptedException {
    Path output = folder.resolve("output");

    Process chaos =
        chaos("--kills", "5", "--nodes", "2", "--without", "freeze,sleep,browser,clock")
            .redirectOutput(output.toFile())
            .start();

    boolean isOver = chaos.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    chaos.destroy();
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertThat(isOver).as("%s", lines).isTrue();
    assertThat(lines)
        .last()
        .asString()
        .matches(
            "5 kills, .*\\d+ events: 0 lost, 0 doubled, 0 dead pages, 0 rollbacks, 0 untruths");
    assertThat(chaos.waitFor()).isZero();
  }

  private static ProcessBuilder chaos(String... arguments) {
    List<String> command =
        Jvm.command(
            List.of(), Jvm.classPath(), "dev.livestash.acceptance.chaos.Chaos", List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
