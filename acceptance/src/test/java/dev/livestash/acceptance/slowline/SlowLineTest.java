package dev.livestash.acceptance.slowline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.LiveStashBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What takes longer than a server is patient, and comes all the same. */
class SlowLineTest {
  private static final int BYTES = 24_000;

  private static LiveStashBuilder impatient(LiveStashBuilder builder) {
    return builder
        .times(times -> times.withJoinTimeout(Duration.ofSeconds(4)))
        .times(times -> times.withLiveness(Duration.ofMillis(500), Duration.ofSeconds(4)));
  }

  @Test
  void anEventAndAJoinArriveAsLongAsMoreOfThemComes() throws Exception {
    List<Cell> cells = List.of(new Cell("event", BYTES, 32, 20), new Cell("join", BYTES, 32, 20));
    List<Cell.Outcome> outcomes = new SlowLine(Path.of(".."), SlowLineTest::impatient).run(cells);
    assertThat(outcomes).allMatch(outcome -> outcome.ms() >= 0 && outcome.lost() == 0);
  }
}
