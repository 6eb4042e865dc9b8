package dev.livestash.internal.assembly;

import dev.livestash.settings.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives tasks to an executor, and again a moment later if that takes none, or its process has no
 * thread left for it: a session whose turn was lost would never have another one. A session waits
 * here once, as in the executor's own queue.
 */
final class PatientExecutor implements Executor {
  static final Duration PAUSE = Duration.ofMillis(50);

  private final Executor executor;
  private final Scheduler scheduler;
  private final AtomicBoolean hasSaid = new AtomicBoolean();

  PatientExecutor(Executor executor, Scheduler scheduler) {
    this.executor = executor;
    this.scheduler = scheduler;
  }

  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError busy) {
      sayThatItWaits(busy);
      var unused = scheduler.after(PAUSE, () -> execute(task));
    }
  }

  /** Once, for it may go on for long. */
  private void sayThatItWaits(Throwable busy) {
    if (hasSaid.compareAndSet(false, true)) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "There is no thread for a session's turn, which is tried again every "
                  + PAUSE.toMillis()
                  + " ms: give the executor room, or the process more threads.",
              busy);
    }
  }
}
