package dev.livestash.internal.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is due later, soon or in a while. */
class SystemSchedulerTest {
  private final Calendar calendar = new Calendar();
  private final List<String> done = new ArrayList<>();

  /** Each look at the clock is 4 s later than the one before. */
  private final AtomicLong seconds = new AtomicLong();

  private final SystemScheduler scheduler =
      new SystemScheduler(() -> Duration.ofSeconds(seconds.getAndAdd(4)).toNanos());

  @AfterEach
  void stop() {
    scheduler.stop();
  }

  private Scheduler.Timer note(long second, String what) {
    return calendar.add(second, () -> done.add(what));
  }

  private void take(long second) {
    calendar.take(second).forEach(Runnable::run);
  }

  @Test
  void whatIsDueIsTakenOnce() {
    note(5, "first");
    note(7, "later");
    note(5, "second");
    take(4);
    assertThat(done).isEmpty();
    take(6);
    assertThat(done).containsExactlyInAnyOrder("first", "second");
    take(6);
    assertThat(done).hasSize(2);
    assertThat(calendar.next()).hasValue(7);
    take(100);
    assertThat(done).hasSize(3).endsWith("later");
    assertThat(calendar.next()).isEmpty();
  }

  @Test
  void whatIsCalledOffLeavesNothing() {
    Scheduler.Timer first = note(5, "first");
    Scheduler.Timer second = note(5, "second");
    Scheduler.Timer third = note(5, "third");
    second.cancel();
    second.cancel();
    take(5);
    assertThat(done).containsExactlyInAnyOrder("first", "third");
    first.cancel();
    third.cancel();
    Scheduler.Timer alone = note(9, "alone");
    alone.cancel();
    assertThat(calendar.next()).isEmpty();
    take(9);
    assertThat(done).hasSize(2);
  }

  @Test
  void whatACallOffHasTakenOutOfThePageDoesNotComeBack() {
    note(5, "first").cancel();
    note(5, "again");
    take(5);
    assertThat(done).containsExactly("again");
  }

  @Test
  void aTaskInAWhileIsRun() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(2);
    scheduler.after(Duration.ofSeconds(30), runs::countDown);
    scheduler.after(Duration.ofSeconds(10), runs::countDown);
    assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatIsCalledOffIsNotRun() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    scheduler.after(Duration.ofSeconds(10), () -> done.add("called off")).cancel();
    scheduler.after(Duration.ofSeconds(10), runs::countDown);
    assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(done).isEmpty();
  }
}
