package dev.livestash.internal.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.Logs;
import dev.livestash.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node takes for the time when its clock is set. */
class NodeClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MEMORY = Duration.ofHours(24);

  /** The true time since the start, and what the machine's clock is wrong by. */
  private Duration passed = Duration.ZERO;

  private Duration error = Duration.ZERO;
  private final NodeClock clock =
      new NodeClock(
          new TestClock(() -> trueTime().plus(error)),
          // A monotonic clock starts anywhere.
          () -> passed.toNanos() - Duration.ofDays(1000).toNanos(),
          MEMORY);

  private Instant trueTime() {
    return START.plus(passed);
  }

  private void pass(Duration time) {
    passed = passed.plus(time);
  }

  private void jump(Duration by) {
    error = error.plus(by);
  }

  @Test
  void isTheMachinesAsLongAsNobodySetsThat() {
    pass(Duration.ofHours(5));
    assertThat(clock.earliest()).isEqualTo(trueTime());
    assertThat(clock.latest()).isEqualTo(trueTime());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT24H", "PT25H"})
  void afterAJumpAheadItMayStillBeWhatItWas(Duration by) {
    jump(by);
    pass(Duration.ofHours(1));
    assertThat(clock.earliest()).isEqualTo(trueTime());
    assertThat(clock.latest()).isEqualTo(trueTime().plus(by));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT24H", "PT25H"})
  void afterAJumpBackToo(Duration by) {
    jump(by.negated());
    pass(Duration.ofHours(1));
    assertThat(clock.latest()).isEqualTo(trueTime());
    assertThat(clock.earliest()).isEqualTo(trueTime().minus(by));
  }

  @Test
  void goesByTheMachineAloneWhenAllTokensOfBeforeHaveExpired() {
    jump(Duration.ofHours(25));
    assertThat(clock.earliest()).isEqualTo(trueTime());
    pass(MEMORY.minusSeconds(1));
    assertThat(clock.earliest()).isEqualTo(trueTime());
    pass(Duration.ofSeconds(1));
    assertThat(clock.earliest()).isEqualTo(trueTime().plusSeconds(25 * 3600));
  }

  @Test
  void whatIsIssuedNeverGoesBack() {
    Instant last = clock.latest();
    for (int hours : new int[] {1, -1, -24, 49, -25, -3, 2}) {
      jump(Duration.ofHours(hours));
      pass(Duration.ofSeconds(1));
      assertThat(clock.latest()).as("after %s h", hours).isAfter(last);
      last = clock.latest();
    }
  }

  @Test
  void slowDriftIsNoJump() {
    try (Logs logs = Logs.ofThisThread()) {
      for (int i = 0; i < 100; i++) {
        jump(Duration.ofSeconds(-59));
        pass(Duration.ofMinutes(10));
        assertThat(clock.latest()).isEqualTo(trueTime().plus(error));
      }
      assertThat(logs.lines()).isEmpty();
    }
  }

  @Test
  void eachJumpIsSaidOnce() {
    try (Logs logs = Logs.ofThisThread()) {
      jump(Duration.ofHours(25));
      assertThat(clock.latest()).isEqualTo(clock.latest());
      assertThat(logs.lines())
          .singleElement()
          .asString()
          .contains("set ahead by 25h,", "stays good for 24h");
      jump(Duration.ofSeconds(-90));
      assertThat(clock.latest()).isEqualTo(clock.latest());
      assertThat(logs.lines()).hasSize(2).last().asString().contains("set back by 1m30s");
    }
  }
}
