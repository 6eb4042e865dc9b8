package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.session.Watch.Patience;
import dev.livestash.internal.session.Watch.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(1));
  private static final Duration TICK = Duration.ofMillis(50);

  private final Watch watch = new Watch();
  private Duration now = Duration.ZERO;

  @AfterEach
  void nothingInterruptsTheNextTest() {
    watch.isBack();
  }

  @Test
  void aTaskIsSlowThenOverdueThenGivenUp() {
    watch.taskBegins(0);

    assertThat(stagesIn(Duration.ofSeconds(32)))
        .containsExactly(Stage.SLOW, Stage.OVERDUE, Stage.GIVEN_UP);
  }

  /** The process was stopped, or its machine slept. */
  @Test
  void whileNobodyLookedATaskHasHadASecondAtMost() {
    watch.taskBegins(0);
    now = now.plusHours(1);

    assertThat(watch.advance(now.toNanos(), PATIENCE)).isEqualTo(Stage.SLOW);
    assertThat(stagesIn(Duration.ofMillis(28_900))).isEmpty();
    assertThat(stagesIn(Duration.ofMillis(200))).containsExactly(Stage.OVERDUE);
  }

  @Test
  void eachTaskHasItsOwnTime() {
    watch.taskBegins(0);
    stagesIn(Duration.ofSeconds(29));
    watch.taskBegins(now.toNanos());

    assertThat(stagesIn(Duration.ofSeconds(29))).containsExactly(Stage.SLOW);
  }

  /** What it comes to in a time in which somebody looks at each tick. */
  private List<Stage> stagesIn(Duration time) {
    return LongStream.range(0, time.dividedBy(TICK))
        .mapToObj(tick -> afterATick())
        .filter(stage -> stage != Stage.BACK)
        .toList();
  }

  private Stage afterATick() {
    now = now.plus(TICK);
    return watch.advance(now.toNanos(), PATIENCE);
  }
}
