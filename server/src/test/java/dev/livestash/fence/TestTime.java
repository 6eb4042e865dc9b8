package dev.livestash.fence;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** A time that passes when a test says so, and runs what is due meanwhile. */
public final class TestTime implements Scheduler {
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::number));
  private long nanos;
  private long scheduled;

  private record Due(long nanos, long number, Runnable task) {}

  @Override
  public Timer after(Duration delay, Runnable task) {
    Due one = new Due(nanos + delay.toNanos(), scheduled++, task);
    due.add(one);
    return () -> due.remove(one);
  }

  public long nanos() {
    return nanos;
  }

  /** How many tasks are still to be run. */
  public int waiting() {
    return due.size();
  }

  public void pass(Duration time) {
    long end = nanos + time.toNanos();
    for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
      due.remove(next.get());
      nanos = next.get().nanos();
      next.get().task().run();
    }
    nanos = end;
  }

  private Optional<Due> next(long end) {
    return Optional.ofNullable(due.peek()).filter(one -> one.nanos() <= end);
  }
}
