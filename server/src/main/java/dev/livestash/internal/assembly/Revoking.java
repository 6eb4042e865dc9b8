package dev.livestash.internal.assembly;

import dev.livestash.settings.Scheduler;
import java.time.Duration;

/** Looks again and again whether what tabs are bound to was revoked on another node. */
final class Revoking {
  private final Runnable look;
  private final Duration every;
  private final Scheduler scheduler;
  private volatile boolean stopped;

  Revoking(Runnable look, Duration every, Scheduler scheduler) {
    this.look = look;
    this.every = every;
    this.scheduler = scheduler;
  }

  void start() {
    scheduler.after(
        every,
        () -> {
          if (!stopped) {
            start();
            look.run();
          }
        });
  }

  void stop() {
    stopped = true;
  }
}
