package dev.livestash.internal.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.Logs;
import dev.livestash.settings.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A task that an executor has no room for has its turn later. */
class PatientExecutorTest {
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final AtomicInteger refusals = new AtomicInteger(2);
  private final AtomicInteger runs = new AtomicInteger();
  private final Scheduler timers =
      (delay, task) -> {
        assertThat(delay).isEqualTo(PatientExecutor.PAUSE);
        later.add(task);
        return () -> later.remove(task);
      };
  private final PatientExecutor executor = new PatientExecutor(this::runUnlessBusy, timers);

  private Throwable why = new RejectedExecutionException("busy");

  private void runUnlessBusy(Runnable task) {
    if (refusals.getAndDecrement() > 0) {
      if (why instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) why;
    }
    task.run();
  }

  /** As a pool does that cannot start a thread: it has not taken the task either. */
  @Test
  void alsoWhereTheProcessHasNoThreadLeft() {
    why = new OutOfMemoryError("unable to create native thread");
    try (Logs logs = Logs.ofThisThread()) {
      itIsGivenAgainUntilItIsTaken();
      assertThat(logs.lines()).hasSize(1).first().asString().contains("no thread");
    }
  }

  @Test
  void itIsGivenAgainUntilItIsTaken() {
    executor.execute(runs::incrementAndGet);
    later.remove().run();
    assertThat(runs).hasValue(0);
    later.remove().run();
    assertThat(runs).hasValue(1);
    assertThat(later).isEmpty();
  }
}
