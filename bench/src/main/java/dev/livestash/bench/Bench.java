package dev.livestash.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Measures everything in one run, each sample and each kind of figure in JVMs of its own. */
@NullMarked
final class Bench {
  private static final int STORM_TABS = 5_000;

  /** The storms that show whether a tab costs more where there are more of them. */
  private static final List<Integer> OTHER_STORMS = List.of(1_000, 3_000, 9_000);

  /** A JVM that has seen another application's states first is a worse one for the second. */
  private static final String SECOND = "100KB";

  /** No JVM compiles quite as another does. */
  private static final int FULL_FORKS = 3;

  private final Path root;
  private final List<String> quick;
  private final Results results = new Results();

  private Bench(Path root, boolean isQuick) {
    this.root = root;
    this.quick = isQuick ? List.of(SampleBench.QUICK) : List.of();
  }

  /** The arguments: the project's directory, and perhaps {@code --quick}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new Bench(Path.of(args[0]), List.of(args).contains(SampleBench.QUICK)).run();
  }

  private void run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Sample.all().forEach(this::weigh);
    for (String sample : Sample.all()) {
      results.putAll(measured(sample));
    }
    results.put("quick", quick.size());
    results.put("cores", Runtime.getRuntime().availableProcessors());
    results.put("java", Runtime.version().feature());
    results.put("js_gzip_bytes", Sizes.gzip(root.resolve("js-client/dist/index.js")));
    results.putAll(Fork.here().run(IdleHeap.class, List.of()));
    results.putAll(Fork.here().run(Growth.class, List.of()));
    results.putAll(Fork.here().run(Persisted.class, List.of()));
    results.putAll(Fork.here().run(Storm.class, arguments(String.valueOf(STORM_TABS))));
    for (int tabs : quick.isEmpty() ? OTHER_STORMS : List.<Integer>of()) {
      putOtherStorm(tabs);
    }
    putSecond(SECOND);
    results.put("took_s", (int) Duration.ofNanos(System.nanoTime() - start).toSeconds());
    results.write(root.resolve("bench/results.json"));
    results.print();
  }

  private void putOtherStorm(int tabs) throws IOException, InterruptedException {
    Map<String, Double> storm =
        Fork.here().run(Storm.class, List.of(String.valueOf(tabs), SampleBench.QUICK));
    for (String figure : List.of("storm_us", "storm_server_us", "storm_over_floor")) {
      results.put(figure + "_of_" + tabs, storm.getOrDefault(figure, 0.0));
    }
  }

  /** What a second class of states costs over the floor, where the sheet came first. */
  private void putSecond(String sample) throws IOException, InterruptedException {
    Map<String, Double> both =
        Fork.here().run(SampleBench.class, List.of(Sample.SHEET + "," + sample, SampleBench.QUICK));
    for (String figure : List.of("commit_over_floor", "open_over_floor")) {
      results.put(figure + "_as_second", sample, both.getOrDefault(figure + " " + sample, 0.0));
    }
  }

  /** The medians of some JVMs. */
  private Map<String, Double> measured(String sample) throws IOException, InterruptedException {
    List<Map<String, Double>> forks = new ArrayList<>();
    for (int i = 0; i < (quick.isEmpty() ? FULL_FORKS : 1); i++) {
      forks.add(Fork.here().run(SampleBench.class, arguments(sample)));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String name : forks.get(0).keySet()) {
      medians.put(
          name, Quartiles.median(forks.stream().mapToDouble(fork -> fork.getOrDefault(name, 0.0))));
    }
    return medians;
  }

  private List<String> arguments(String first) {
    return Stream.concat(Stream.of(first), quick.stream()).toList();
  }

  private void weigh(String name) {
    Sample<?> sample = Sample.named(name);
    results.put("token_bytes", name, tokenBytes("livestash", sample));
    tokenBytes("floor", sample);
    Stream.concat(Tasks.OTHERS.stream(), Tasks.DICTIONARIES.stream())
        .forEach(other -> results.put(other + "_token_bytes", name, tokenBytes(other, sample)));
    results.put("keep_frame_bytes_small_change", name, Sizes.keepOfSmallChange(sample));
    Map<String, Integer> keystroke = Sizes.keystroke(sample);
    keystroke.forEach((frame, bytes) -> results.put("keystroke_" + frame + "_bytes", name, bytes));
    double rest = Sizes.sum(keystroke, "done", "keep");
    results.put(
        "keystroke_bytes_over_whole",
        name,
        (rest + Sizes.sum(keystroke, "patch")) / (rest + Sizes.sum(keystroke, "whole")));
  }

  /** Makes sure, too, that the way leads back. */
  private static int tokenBytes(String name, Sample<?> sample) {
    Way way = Way.named(name, sample);
    String token = way.commit();
    if (!way.open(token).equals(sample.state())) {
      throw new IllegalStateException(name + " has lost the state");
    }
    return token.length();
  }
}
