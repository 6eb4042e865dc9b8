package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a stranger sends is answered or closed in time and as PROTOCOL.md says: each type of
 * JSON in each field of each frame, what is no JSON, and what is no WebSocket frame; by a session
 * that is awake, and by one that sleeps. A good tab is served then as before.
 */
class HostileFramesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  @TempDir Path folder;

  @Test
  void whateverIsSentIsAnsweredOrClosedInTimeAndTheServerLives() {
    try (LogNode node = new LogNode(folder.resolve("keys.json"), Optional.empty())) {
      List<String> lines =
          ForeignClient.run("hostile.mjs", List.of(node.url()), PATIENCE, line -> {});
      assertThat(lines).last().as(String.join("\n", lines)).isEqualTo("all answered");
      assertThat(node.isAlive()).isTrue();
    }
  }
}
