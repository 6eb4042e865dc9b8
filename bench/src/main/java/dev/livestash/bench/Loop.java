package dev.livestash.bench;

import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A task that runs in blocks: as often as fits into some milliseconds, once at least. */
@NullMarked
final class Loop {
  private static final int MAX_GROWTH = 10;

  private final Supplier<?> task;
  private final double blockNanos;
  private int times = 1;

  /** Whatever a task gives is kept for a moment, so that no compiler leaves it out. */
  @SuppressWarnings("unused") // this is the purpose
  private @Nullable Object sink;

  Loop(Supplier<?> task, double blockNanos) {
    this.task = task;
    this.blockNanos = blockNanos;
  }

  /** A block that finds out, too, how often the next one shall run. */
  void warmUp() {
    double nanos = Math.max(1, block().cpuNanos() * times);
    double growth = Math.min(MAX_GROWTH, blockNanos / nanos);
    times = (int) Math.max(1, times * growth);
  }

  /** What one run of the task cost, on average over a block. */
  Cost block() {
    Cost start = Cost.now();
    for (int i = 0; i < times; i++) {
      sink = task.get();
    }
    return Cost.now().minus(start).per(times);
  }
}
