package dev.livestash.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long it tries while others are always faster. */
class BlockingFenceTest {
  private static final int MANY = 1_000;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger tries = new AtomicInteger();

  /** A fence in whose store others are always faster, while the clock makes steps. */
  private BlockingFence fence(Duration step) {
    return new BlockingFence(
        new BlockingFence.Store() {
          @Override
          public @Nullable String get(String sid) {
            return null;
          }

          @Override
          public boolean exchange(String sid, @Nullable String before, String after) {
            assertThat(tries.incrementAndGet()).isLessThan(MANY);
            nanos.addAndGet(step.toNanos());
            return false;
          }
        },
        Duration.ofSeconds(3),
        Duration.ofSeconds(60),
        new TestClock(nanos));
  }

  private void isGivenUpAfter(int times, Duration step) {
    assertThatThrownBy(() -> fence(step).claim("sid", 1, Mark.NONE, 0))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(tries).hasValue(times);
  }

  @Test
  void asLongAsItsPatienceLasts() {
    isGivenUpAfter(3, Duration.ofSeconds(1));
  }

  @Test
  void notUntilAClockThatWasSetBackIsThereAgain() {
    isGivenUpAfter(1, Duration.ofHours(-1));
  }
}
