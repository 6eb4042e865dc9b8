package dev.livestash.internal.session;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Looks, while threads are at the mailboxes of one view, how long each has been at its task. */
final class Watchdog {
  /** How often it looks. */
  private static final Duration TICK = Duration.ofMillis(50);

  /**
   * How long a task takes that is slow, so that who waits for it is told. Until then a server that
   * is lost speaks against its event, and servers are lost for other reasons, too.
   */
  private static final Duration SLOW = Duration.ofMillis(250);

  /** How long an interrupted task may take to end. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Whose mailbox it is. */
  interface Watched {
    /** A task takes long. Called on the scheduler's thread. */
    void isSlow();

    /** A task's thread is given up: somebody else has to go on. */
    void isGivenUp(Watch watch);
  }

  private final Map<Watch, Watched> watches = new ConcurrentHashMap<>();
  private final AtomicBoolean looks = new AtomicBoolean();
  private final Watch.Patience patience;
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final IntConsumer blocked;

  /**
   * A watchdog.
   *
   * @param timeout how long a task may take
   * @param blocked is told how many threads have been at one task for a while
   */
  Watchdog(Duration timeout, Scheduler scheduler, LongSupplier nanoTime, IntConsumer blocked) {
    this.patience = new Watch.Patience(SLOW, timeout, GRACE);
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.blocked = blocked;
  }

  /** This thread comes to a mailbox. */
  void begin(Watch watch, Watched of) {
    watches.put(watch, of);
    if (looks.compareAndSet(false, true)) {
      lookLater();
    }
  }

  /** This thread leaves it, if need be long after it was given up. */
  void end(Watch watch) {
    watches.remove(watch);
  }

  long nanos() {
    return nanoTime.getAsLong();
  }

  private void lookLater() {
    var unused = scheduler.after(TICK, this::look);
  }

  private void look() {
    try {
      long now = nanos();
      watches.forEach((watch, of) -> look(watch, of, now));
      blocked.accept((int) watches.keySet().stream().filter(one -> one.isBlocked(TICK)).count());
    } finally {
      // Whatever a look runs into, such as an executor of the application's, it is not the last.
      looks.set(false);
      if (!watches.isEmpty() && looks.compareAndSet(false, true)) {
        lookLater();
      }
    }
  }

  private void look(Watch watch, Watched of, long now) {
    switch (watch.advance(now, patience)) {
      case SLOW -> of.isSlow();
      // It counts as blocked until it is back, if ever: its thread serves nobody.
      case GIVEN_UP -> of.isGivenUp(watch);
      case USUAL, OVERDUE, BACK -> {}
    }
  }
}
