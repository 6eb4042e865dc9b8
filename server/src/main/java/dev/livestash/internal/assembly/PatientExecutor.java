package dev.livestash.internal.assembly;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gives tasks to an application's executor, and again a moment later if that takes none: a session
 * whose turn was lost would never have another one. A session waits here once, as in the executor's
 * own queue.
 */
final class PatientExecutor implements Executor {
  static final Duration PAUSE = Duration.ofMillis(50);

  private final Executor executor;
  private final Scheduler scheduler;

  PatientExecutor(Executor executor, Scheduler scheduler) {
    this.executor = executor;
    this.scheduler = scheduler;
  }

  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException busy) {
      var unused = scheduler.after(PAUSE, () -> execute(task));
    }
  }
}
