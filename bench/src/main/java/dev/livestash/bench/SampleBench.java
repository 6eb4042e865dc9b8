package dev.livestash.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;

/**
 * Measures what is done with a state, in one JVM: all ways, with a whole state and with changes.
 */
@NullMarked
final class SampleBench {
  static final String QUICK = "--quick";

  private static final Interleaved FULL_PLAN = new Interleaved(1_500, 500, 2);
  private static final Interleaved QUICK_PLAN = new Interleaved(400, 200, 2);
  private static final int WARM_UP_LIVES = 3;
  private static final int LIVES = 21;
  private static final int QUICK_LIVES = 11;

  private final boolean isQuick;
  private final Figures figures = new Figures();

  private SampleBench(boolean isQuick) {
    this.isQuick = isQuick;
  }

  /**
   * The arguments: samples with commas between, one after the other in this JVM; perhaps {@code
   * --quick}; and where the figures go as JSON, if not to the screen.
   */
  public static void main(String[] args) throws IOException {
    SampleBench bench = new SampleBench(List.of(args).contains(QUICK));
    List.of(args[0].split(",")).forEach(bench::measure);
    bench.figures.show(args);
  }

  private void measure(String sample) {
    Map<String, Series> measured = (isQuick ? QUICK_PLAN : FULL_PLAN).run(Tasks.of(sample));
    measured.forEach((name, series) -> figures.putTime(name, sample, series));
    for (String step : List.of("commit", "open")) {
      putRatio(sample, measured, step, step + "_floor", step + "_over_floor");
      Tasks.OTHERS.forEach(
          other -> putRatio(sample, measured, other + "_" + step, step, other + "_over_" + step));
    }
    List.of("small_change", "noop_event", "noop")
        .forEach(name -> putRatio(sample, measured, name, "commit", name + "_over_commit"));
    if (measured.containsKey("reordered")) {
      putRatio(sample, measured, "reordered", "reordered_whole", "reordered_over_commit");
    }
    BaseLife.of(sample).measure(WARM_UP_LIVES, isQuick ? QUICK_LIVES : LIVES, figures);
  }

  private void putRatio(
      String sample, Map<String, Series> measured, String over, String under, String name) {
    figures.putRatio(name, sample, series(measured, over), series(measured, under));
  }

  private static Series series(Map<String, Series> measured, String name) {
    return Objects.requireNonNull(measured.get(name), name);
  }
}
