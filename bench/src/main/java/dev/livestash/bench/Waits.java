package dev.livestash.bench;

import java.util.stream.DoubleStream;
import org.jspecify.annotations.NullMarked;

/** How long clients waited for answers of one kind. */
@NullMarked
final class Waits {
  private final DoubleStream.Builder nanos = DoubleStream.builder();
  private int count;

  void add(long sinceNanos) {
    nanos.add((double) (System.nanoTime() - sinceNanos));
    count++;
  }

  int count() {
    return count;
  }

  /** Ends the counting; in milliseconds. */
  double p99() {
    return Quartiles.quantile(nanos.build(), 0.99) / 1e6;
  }
}
