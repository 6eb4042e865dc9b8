package dev.livestash.internal.assembly;

import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads a ring's file again and again, one reading at a time and off the timers' thread. */
final class KeyReload {
  private final KeyRing keys;
  private final Duration every;
  private final Scheduler scheduler;
  private final Executor executor;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile boolean stopped;

  KeyReload(KeyRing keys, Duration every, Scheduler scheduler, Executor executor) {
    this.keys = keys;
    this.every = every;
    this.scheduler = scheduler;
    this.executor = executor;
  }

  void start() {
    if (keys.isReloadable() && !every.isZero()) {
      scheduleNext();
    }
  }

  void stop() {
    stopped = true;
  }

  private void scheduleNext() {
    scheduler.after(every, this::due);
  }

  private void due() {
    if (stopped) {
      return;
    }
    scheduleNext();
    // A file system that hangs holds up one thread, not one more each time.
    if (reading.compareAndSet(false, true)) {
      hand();
    }
  }

  private void hand() {
    try {
      executor.execute(this::read);
    } catch (RejectedExecutionException | OutOfMemoryError busy) {
      reading.set(false);
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "The keys are not read again this time: there is no thread for it.",
              busy);
    }
  }

  private void read() {
    try {
      keys.reload();
    } finally {
      reading.set(false);
    }
  }
}
