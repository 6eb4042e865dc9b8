package dev.livestash;

import dev.livestash.session.Timers;
import dev.livestash.token.KeyRing;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads a ring's file again and again, one reading at a time and off the timers' thread. */
final class KeyReload {
  private final KeyRing keys;
  private final Duration every;
  private final Timers timers;
  private final Executor executor;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile boolean stopped;

  KeyReload(KeyRing keys, Duration every, Timers timers, Executor executor) {
    this.keys = keys;
    this.every = every;
    this.timers = timers;
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
    timers.after(every, this::due);
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
    } catch (RejectedExecutionException busy) {
      reading.set(false);
      System.getLogger("dev.livestash")
          .log(Level.WARNING, "The keys are not read again this time: the executor takes no task");
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
