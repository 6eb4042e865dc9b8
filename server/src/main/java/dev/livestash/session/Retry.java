package dev.livestash.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a session tries again what its store did not take: later each time, and each at its own. */
final class Retry {
  private static final long FIRST_MILLIS = 1_000;
  private static final int MAX_DOUBLINGS = 5;

  private final ViewHost.Services services;
  private Timers.@Nullable Timer timer;
  private int failures;

  Retry(ViewHost.Services services) {
    this.services = services;
  }

  boolean isDue() {
    return timer != null;
  }

  /** Runs a task after 0.5 to 1 s the first time, up to 16 to 32 s later on. */
  void later(Runnable task) {
    cancel();
    long most = FIRST_MILLIS << failures;
    failures = Math.min(failures + 1, MAX_DOUBLINGS);
    long spread = (long) (services.random().nextDouble() * most / 2);
    timer = services.timers().after(Duration.ofMillis(most - spread), task);
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** The store takes what it is given. */
  void reset() {
    failures = 0;
  }
}
