package dev.livestash.internal.assembly;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Scheduler of what is due in a while: up to a second late, and with one timer of another scheduler
 * at a time for all of it.
 */
final class CoarseScheduler implements Scheduler {
  private final Scheduler fine;
  private final LongSupplier nanoTime;
  private final long originNanos;
  private final Calendar calendar = new Calendar();

  /** The second for which the next look is due. */
  private long nextSecond = Long.MAX_VALUE;

  /**
   * One with nothing to do.
   *
   * @param fine runs what is due now, and the looks at the calendar
   * @param nanoTime a monotonic clock
   */
  CoarseScheduler(Scheduler fine, LongSupplier nanoTime) {
    this.fine = fine;
    this.nanoTime = nanoTime;
    this.originNanos = nanoTime.getAsLong();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    long second = elapsed().plus(delay).toSeconds() + 1;
    Timer timer = calendar.add(second, task);
    lookAt(second);
    return timer;
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - originNanos);
  }

  private synchronized void lookAt(long second) {
    if (second < nextSecond) {
      nextSecond = second;
      var unused = fine.after(Duration.ofSeconds(second).minus(elapsed()), () -> look(second));
    }
  }

  private void look(long second) {
    if (!isNext(second)) {
      // An earlier one has come between, and has seen to what follows.
      return;
    }
    List<Runnable> due = calendar.take(elapsed().toSeconds());
    OptionalLong next = calendar.next();
    next.ifPresent(this::lookAt);
    // Each by itself, so that one that fails is alone with that.
    due.forEach(task -> fine.after(Duration.ZERO, task));
  }

  private synchronized boolean isNext(long second) {
    if (second != nextSecond) {
      return false;
    }
    nextSecond = Long.MAX_VALUE;
    return true;
  }

  /** Nothing is due any more. */
  void stop() {
    calendar.clear();
  }
}
