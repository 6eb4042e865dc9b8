package dev.livestash;

import dev.livestash.session.Timers;
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
  private final Timers timers;

  PatientExecutor(Executor executor, Timers timers) {
    this.executor = executor;
    this.timers = timers;
  }

  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException busy) {
      var unused = timers.after(PAUSE, () -> execute(task));
    }
  }
}
