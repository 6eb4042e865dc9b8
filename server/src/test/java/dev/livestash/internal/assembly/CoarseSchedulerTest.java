package dev.livestash.internal.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is due in a while comes in time, and costs one timer in all. */
class CoarseSchedulerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private record Due(long nanos, Runnable task) {}

  private final List<Due> timers = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private long nanos = 123_456_789;
  private final CoarseScheduler scheduler = new CoarseScheduler(this::fine, () -> nanos);

  private Scheduler.Timer fine(Duration delay, Runnable task) {
    timers.add(new Due(nanos + delay.toNanos(), task));
    return () -> {};
  }

  private Scheduler.Timer in(int seconds, String what) {
    return scheduler.after(Duration.ofSeconds(seconds), () -> done.add(what));
  }

  private void pass(Duration time) {
    long until = nanos + time.toNanos();
    for (Optional<Due> next = next(until); next.isPresent(); next = next(until)) {
      timers.remove(next.get());
      nanos = Math.max(nanos, next.get().nanos());
      next.get().task().run();
    }
    nanos = until;
  }

  private Optional<Due> next(long until) {
    return timers.stream()
        .filter(due -> due.nanos() <= until)
        .min(Comparator.comparingLong(Due::nanos));
  }

  @Test
  void eachComesNotTooEarlyAndUpToASecondLate() {
    in(10, "first");
    pass(Duration.ofMillis(300));
    in(12, "later");
    in(10, "second");
    pass(Duration.ofMillis(9_699));
    assertThat(done).isEmpty();
    pass(Duration.ofMillis(1_301));
    assertThat(done).containsExactlyInAnyOrder("first", "second");
    pass(SECOND.multipliedBy(3));
    assertThat(done).hasSize(3).endsWith("later");
    assertThat(timers).isEmpty();
  }

  @Test
  void whatIsCalledOffLeavesNothing() {
    Scheduler.Timer first = in(10, "first");
    Scheduler.Timer second = in(10, "second");
    Scheduler.Timer third = in(10, "third");
    second.cancel();
    second.cancel();
    pass(SECOND.multipliedBy(12));
    assertThat(done).containsExactlyInAnyOrder("first", "third");
    first.cancel();
    third.cancel();
    in(10, "called off").cancel();
    in(10, "again");
    pass(SECOND.multipliedBy(12));
    assertThat(done).hasSize(3).endsWith("again");
    assertThat(timers).isEmpty();
  }

  @Test
  void afterItsEndNothingComes() {
    in(10, "too late");
    scheduler.stop();
    pass(SECOND.multipliedBy(60));
    assertThat(done).isEmpty();
  }

  /** An earlier one that comes between must not leave a look behind that goes on for ever. */
  @Test
  void theLooksDoNotAddUp() {
    for (int i = 0; i < 100; i++) {
      in(60, "far");
      pass(SECOND);
      in(10, "near");
      pass(SECOND.multipliedBy(15));
      assertThat(timers).hasSizeLessThan(10);
    }
    pass(SECOND.multipliedBy(61));
    assertThat(done).hasSize(200);
    assertThat(timers).isEmpty();
  }

  @Test
  void oneThatFailsIsAloneWithThat() {
    scheduler.after(
        SECOND.multipliedBy(10),
        () -> {
          throw new IllegalStateException("on purpose");
        });
    in(10, "other");
    in(20, "later");
    for (int i = 0; i < 40; i++) {
      try {
        pass(SECOND);
      } catch (IllegalStateException onPurpose) {
        // The pool's thread notes it and goes on.
      }
    }
    assertThat(done).containsExactlyInAnyOrder("other", "later");
  }
}
