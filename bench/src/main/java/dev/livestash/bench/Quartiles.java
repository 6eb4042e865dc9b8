package dev.livestash.bench;

import java.util.stream.DoubleStream;
import org.jspecify.annotations.NullMarked;

/**
 * The middle of some numbers, and the middle half of them.
 *
 * @param low a quarter is at most this
 * @param median half of them are
 * @param high three quarters are
 */
@NullMarked
record Quartiles(double low, double median, double high) {
  static Quartiles of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  static double median(DoubleStream values) {
    return of(values).median();
  }

  /** What this share of the values is at most, such as 0.99. */
  static double quantile(DoubleStream values, double share) {
    return at(values.sorted().toArray(), share);
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
