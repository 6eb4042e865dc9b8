package dev.livestash.bench;

import dev.livestash.bench.Swarm.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** How the storms of one kind went. */
@NullMarked
final class StormRounds {
  private final int tabs;
  private final Series costs = new Series();
  private final List<Outcome> outcomes = new ArrayList<>();

  StormRounds(int tabs) {
    this.tabs = tabs;
  }

  void add(Outcome outcome, boolean counts) {
    if (counts) {
      outcomes.add(outcome);
      costs.add(outcome.cost().per(tabs));
    }
  }

  /** Of a tab, in each round: CPU time of the whole process, and time on the wall. */
  Series costs() {
    return costs;
  }

  /** What the threads that serve had more to do for a tab than in another kind's same rounds. */
  double serverMicrosAbove(StormRounds other) {
    return Quartiles.median(
        IntStream.range(0, outcomes.size())
            .mapToDouble(i -> outcomes.get(i).serverNanos() - other.outcomes.get(i).serverNanos())
            .map(nanos -> nanos / 1e3 / tabs));
  }

  void put(String name, Figures figures) {
    figures.put(name + "_us", costs.cpuMicros().median());
    figures.put(name + "_server_us", median(outcome -> outcome.serverNanos() / 1e3 / tabs));
    figures.put(name + "_per_s", median(Outcome::clientsPerSecond));
    figures.put(name + "_p50_ms", median(outcome -> outcome.liveMillis(0.5)));
    figures.put(name + "_p95_ms", median(outcome -> outcome.liveMillis(0.95)));
    figures.put(name + "_p99_ms", median(outcome -> outcome.liveMillis(0.99)));
  }

  private double median(ToDoubleFunction<Outcome> figure) {
    return Quartiles.median(outcomes.stream().mapToDouble(figure));
  }
}
