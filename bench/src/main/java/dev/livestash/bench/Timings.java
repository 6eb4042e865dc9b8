package dev.livestash.bench;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH benchmarks one by one, so that those that are compared run side by side in time.
 *
 * @param forks how many JVMs
 * @param warmUps how many iterations do not count
 * @param iterations how many do, in each JVM
 * @param millis how long one is
 */
@NullMarked
record Timings(int forks, int warmUps, int iterations, int millis) {
  /** Of a fixed heap, so that its growth is not measured. */
  static final List<String> JVM_ARGS = jvmArgs();

  private static List<String> jvmArgs() {
    List<String> heap = List.of("-Xms1g", "-Xmx1g");
    return Runtime.version().feature() < 22
        ? heap
        : List.of("-Xms1g", "-Xmx1g", "--enable-native-access=ALL-UNNAMED");
  }

  /** The median of the iterations, in microseconds. */
  double measure(Class<?> benchmark, String method, String sample) {
    return run(options(benchmark, method, sample));
  }

  double measure(Class<?> benchmark, String method, String sample, String way) {
    return run(options(benchmark, method, sample).param("way", way));
  }

  private ChainedOptionsBuilder options(Class<?> benchmark, String method, String sample) {
    return new OptionsBuilder()
        .include("^" + benchmark.getName() + "\\." + method + "$")
        .param("sample", sample)
        .forks(forks)
        .warmupIterations(warmUps)
        .measurementIterations(iterations)
        .warmupTime(TimeValue.milliseconds(millis))
        .measurementTime(TimeValue.milliseconds(millis))
        .jvmArgs(JVM_ARGS.toArray(String[]::new))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static double run(ChainedOptionsBuilder options) {
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      return median(results);
    } catch (RunnerException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static double median(Collection<RunResult> results) {
    double[] scores =
        results.stream()
            .flatMap(result -> result.getBenchmarkResults().stream())
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(IterationResult::getPrimaryResult)
            .mapToDouble(result -> result.getScore())
            .sorted()
            .toArray();
    return scores[scores.length / 2];
  }
}
