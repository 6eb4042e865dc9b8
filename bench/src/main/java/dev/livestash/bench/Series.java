package dev.livestash.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** What one thing cost in each of some rounds. */
@NullMarked
final class Series {
  private final List<Cost> rounds = new ArrayList<>();

  void add(Cost cost) {
    rounds.add(cost);
  }

  Quartiles cpuMicros() {
    return Quartiles.of(each(Cost::cpuNanos).map(nanos -> nanos / 1e3));
  }

  Quartiles wallMicros() {
    return Quartiles.of(each(Cost::wallNanos).map(nanos -> nanos / 1e3));
  }

  /** The rounds' ratios: each of two things that ran one after the other. */
  Quartiles cpuOver(Series other) {
    return over(other, Cost::cpuNanos);
  }

  Quartiles wallOver(Series other) {
    return over(other, Cost::wallNanos);
  }

  private Quartiles over(Series other, ToDoubleFunction<Cost> time) {
    return Quartiles.of(
        IntStream.range(0, rounds.size())
            .mapToDouble(
                i -> time.applyAsDouble(rounds.get(i)) / time.applyAsDouble(other.rounds.get(i))));
  }

  private DoubleStream each(ToDoubleFunction<Cost> time) {
    return rounds.stream().mapToDouble(time);
  }
}
