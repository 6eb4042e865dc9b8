package dev.livestash.internal.session;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Timers of a time that is moved by hand. Not for use by several threads. */
final class ManualScheduler implements Scheduler {
  private final List<Due> waiting = new ArrayList<>();
  private long nanos;

  private record Due(long nanos, Runnable task) {}

  @Override
  public Timer after(Duration delay, Runnable task) {
    Due due = new Due(nanos + delay.toNanos(), task);
    waiting.add(due);
    return () -> waiting.remove(due);
  }

  long nanoTime() {
    return nanos;
  }

  int waiting() {
    return waiting.size();
  }

  void pass(Duration time) {
    long until = nanos + time.toNanos();
    for (Due next = next(until); next != null; next = next(until)) {
      waiting.remove(next);
      nanos = next.nanos();
      next.task().run();
    }
    nanos = until;
  }

  private @Nullable Due next(long until) {
    return waiting.stream()
        .filter(due -> due.nanos() <= until)
        .min(Comparator.comparingLong(Due::nanos))
        .orElse(null);
  }
}
