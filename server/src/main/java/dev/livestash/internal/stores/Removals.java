package dev.livestash.internal.stores;

import dev.livestash.settings.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Snapshots of stores that cannot be told how long to keep each, which are removed after a delay;
 * at most a set number wait.
 */
final class Removals {
  /** How many snapshots wait to be removed. What is more goes by its lifetime. */
  static final int MAX_WAITING = 10_000;

  private final Duration delay;
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final Queue<Due> waiting = new ArrayDeque<>();
  private boolean isFullSaid;

  Removals(Duration delay, Scheduler scheduler, LongSupplier nanoTime) {
    this.delay = delay;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  private record Due(Slot rest, long nanos) {}

  synchronized void add(Slot rest) {
    if (waiting.size() >= MAX_WAITING) {
      sayThatItIsFull();
      return;
    }
    waiting.add(new Due(rest, nanoTime.getAsLong() + delay.toNanos()));
    if (waiting.size() == 1) {
      sweepAfter(delay);
    }
  }

  private void sayThatItIsFull() {
    if (!isFullSaid) {
      isFullSaid = true;
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "{0} snapshots wait to be removed from their stores: what is more stays there for its"
                  + " lifetime (said once)",
              Integer.toString(MAX_WAITING));
    }
  }

  private void sweepAfter(Duration time) {
    var unused = scheduler.after(time, this::sweep);
  }

  private synchronized void sweep() {
    long now = nanoTime.getAsLong();
    Due next = waiting.peek();
    while (next != null && next.nanos() - now <= 0) {
      waiting.remove();
      remove(next.rest());
      next = waiting.peek();
    }
    if (next != null) {
      sweepAfter(Duration.ofNanos(next.nanos() - now));
    }
  }

  private static void remove(Slot rest) {
    // What is not removed goes by its lifetime.
    var unused =
        rest.store()
            .remove(rest.key())
            .whenComplete((gone, failure) -> Stores.isAnswered("remove", failure));
  }
}
