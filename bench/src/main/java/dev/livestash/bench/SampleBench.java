package dev.livestash.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/**
 * Measures what is done with a state, in one JVM: all ways, with a whole state and with changes.
 */
@NullMarked
final class SampleBench {
  static final String QUICK = "--quick";

  private static final Plan FULL_PLAN = new Plan(1_500, 2_000, 500, 21);
  private static final Plan QUICK_PLAN = new Plan(400, 800, 200, 11);
  private static final int WARM_UP_LIVES = 3;

  /**
   * How long, in milliseconds of CPU time for each task.
   *
   * @param warmUpMillis before any of them counts
   * @param floorMillis what is compared with the floor, in whose ratios a small difference counts
   * @param millis everything
   * @param lives rounds of {@link BaseLife}
   */
  private record Plan(int warmUpMillis, int floorMillis, int millis, int lives) {}

  private final Plan plan;
  private final Figures figures = new Figures();

  private SampleBench(Plan plan) {
    this.plan = plan;
  }

  /**
   * The arguments: samples with commas between, one after the other in this JVM; perhaps {@code
   * --quick}; and where the figures go as JSON, if not to the screen.
   */
  public static void main(String[] args) throws IOException {
    SampleBench bench = new SampleBench(List.of(args).contains(QUICK) ? QUICK_PLAN : FULL_PLAN);
    List.of(args[0].split(",")).forEach(bench::measure);
    bench.figures.show(args);
  }

  private void measure(String sample) {
    Map<String, Supplier<?>> tasks = Tasks.of(sample, plan.equals(QUICK_PLAN));
    Interleaved interleaved = new Interleaved(tasks);
    interleaved.warmUp(plan.warmUpMillis());
    putAll(sample, interleaved.measure(tasks.keySet(), plan.millis()));
    for (String step : List.of("commit", "open")) {
      List<String> pair = List.of(step + "_floor", step);
      putFloor(sample, step, interleaved.measure(pair, plan.floorMillis()));
    }
    BaseLife.of(sample).measure(WARM_UP_LIVES, plan.lives(), figures);
  }

  private void putFloor(String sample, String step, Map<String, Series> measured) {
    measured.forEach((name, series) -> figures.putTime(name, sample, series));
    putRatio(sample, measured, step, step + "_floor", step + "_over_floor");
  }

  private void putAll(String sample, Map<String, Series> measured) {
    measured.forEach((name, series) -> figures.putTime(name, sample, series));
    for (String other : Tasks.OTHERS) {
      putRatio(sample, measured, other + "_commit", "commit", other + "_over_commit");
      putRatio(sample, measured, other + "_open", "open", other + "_over_open");
    }
    for (String change : Tasks.CHANGES) {
      putRatio(sample, measured, change, "commit", change + "_over_commit");
    }
    for (String render : Tasks.RENDERS) {
      putRatio(sample, measured, render, "render", render + "_over_whole");
    }
    if (measured.containsKey("reordered")) {
      putRatio(sample, measured, "reordered", "reordered_whole", "reordered_over_commit");
    }
  }

  private void putRatio(
      String sample, Map<String, Series> measured, String over, String under, String name) {
    figures.putRatio(name, sample, series(measured, over), series(measured, under));
  }

  private static Series series(Map<String, Series> measured, String name) {
    return Objects.requireNonNull(measured.get(name), name);
  }
}
