package dev.livestash.internal.stores;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When a session tries again what its store did not take: later each time, and each at its own. */
public final class Retry {
  private static final long FIRST_MILLIS = 1_000;
  private static final int MAX_DOUBLINGS = 5;

  private final Scheduler scheduler;
  private final RandomGenerator random;
  private Scheduler.@Nullable Timer timer;
  private int failures;

  public Retry(Scheduler scheduler, RandomGenerator random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  public boolean isDue() {
    return timer != null;
  }

  /** Runs a task after 0.5 to 1 s the first time, up to 16 to 32 s later on. */
  public void later(Runnable task) {
    cancel();
    long most = FIRST_MILLIS << failures;
    failures = Math.min(failures + 1, MAX_DOUBLINGS);
    long spread = (long) (random.nextDouble() * most / 2);
    timer = scheduler.after(Duration.ofMillis(most - spread), task);
  }

  public void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** The store takes what it is given. */
  public void reset() {
    failures = 0;
  }
}
