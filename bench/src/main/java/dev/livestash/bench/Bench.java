package dev.livestash.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import tools.jackson.core.type.TypeReference;

/**
 * Measures everything in one run. In this package because it calls the commit path and the restore
 * path, which are nobody else's business.
 */
@NullMarked
final class Bench {
  private static final List<String> OTHERS = List.of("deflate", "nimbus", "faces");
  private static final List<String> DICTIONARIES = List.of("builtin", "trained");

  /** Where a dictionary helps. */
  private static final Set<String> SMALL = Set.of("1KB", "10KB");

  private static final int STORM_TABS = 5_000;
  private static final int QUICK_WARM_UP_ROUNDS = 4;
  private static final int QUICK_LIFE_MILLIS = 600;
  private static final Timings FULL = new Timings(3, 5, 7, 500);
  private static final Timings FULL_OTHERS = new Timings(1, 5, 5, 500);
  private static final Timings QUICK = new Timings(1, 8, 7, 250);
  private static final Timings QUICK_OTHERS = new Timings(1, 2, 2, 200);

  private final Path root;
  private final boolean quick;
  private final Timings ours;
  private final Timings others;
  private final Results results = new Results();

  private Bench(Path root, boolean quick) {
    this.root = root;
    this.quick = quick;
    this.ours = quick ? QUICK : FULL;
    this.others = quick ? QUICK_OTHERS : FULL_OTHERS;
  }

  /** The arguments: the project's directory, and perhaps {@code --quick}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new Bench(Path.of(args[0]), List.of(args).contains("--quick")).run();
  }

  private void run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Sample.all().forEach(this::weigh);
    Sample.all().forEach(this::measure);
    results.put("quick", quick ? 1 : 0);
    results.put("cores", Runtime.getRuntime().availableProcessors());
    results.put("java", Runtime.version().feature());
    results.put("small_change_over_full", results.get("small_change_over_commit", "1MB"));
    results.put("js_gzip_bytes", Sizes.gzip(root.resolve("js-client/dist/index.js")));
    putBySample(
        process(BaseLife.class, String.valueOf(quick ? QUICK_LIFE_MILLIS : BaseLife.MILLIS)));
    putBySample(process(IdleHeap.class));
    int warmUpRounds = quick ? QUICK_WARM_UP_ROUNDS : Storm.WARM_UP_ROUNDS;
    results.putAll(process(Storm.class, String.valueOf(STORM_TABS), String.valueOf(warmUpRounds)));
    results.put("took_s", (double) Duration.ofNanos(System.nanoTime() - start).toSeconds());
    results.write(root.resolve("bench/results.json"));
    results.print();
  }

  /** Of figures that are named by the state too, with a space between. */
  private void putBySample(Map<String, Double> figures) {
    figures.forEach(
        (name, value) -> {
          int space = name.indexOf(' ');
          if (space < 0) {
            results.put(name, value);
          } else {
            results.put(name.substring(0, space), name.substring(space + 1), value);
          }
        });
  }

  private void measure(String sample) {
    say(sample);
    for (String step : List.of("commit", "open")) {
      results.put(step + "_us", sample, time(ours, step, sample, "livestash"));
      results.put(step + "_floor_us", sample, time(ours, step, sample, "floor"));
      results.putRatio(step + "_over_floor", step + "_us", step + "_floor_us", sample);
      // A quick run has its time for what is compared with the floor.
      for (String other : quick && step.equals("open") ? List.<String>of() : OTHERS) {
        results.put(other + "_" + step + "_us", sample, time(others, step, sample, other));
        results.putRatio(other + "_over_" + step, other + "_" + step + "_us", step + "_us", sample);
      }
    }
    results.put("small_change_us", sample, ours.measure(ChangeBench.class, "change", sample));
    results.putRatio("small_change_over_commit", "small_change_us", "commit_us", sample);
    results.put("noop_us", sample, others.measure(ChangeBench.class, "equal", sample));
    if (!quick) {
      measureMore(sample);
    }
  }

  /** What only the documents ask for. */
  private void measureMore(String sample) {
    results.put("noop_same_us", sample, others.measure(ChangeBench.class, "same", sample));
    results.put("noop_event_us", sample, others.measure(ChangeBench.class, "event", sample));
    if (SMALL.contains(sample)) {
      for (String dictionary : DICTIONARIES) {
        results.put(dictionary + "_commit_us", sample, time(others, "commit", sample, dictionary));
      }
      for (String step : StepBench.STEPS) {
        results.put("step_" + step + "_us", sample, others.measure(StepBench.class, step, sample));
      }
    }
  }

  private static double time(Timings timings, String step, String sample, String way) {
    return timings.measure(WayBench.class, step, sample, way);
  }

  private void weigh(String name) {
    Sample<?> sample = Sample.named(name);
    results.put("token_bytes", name, tokenBytes("livestash", sample));
    tokenBytes("floor", sample);
    Stream.concat(OTHERS.stream(), DICTIONARIES.stream())
        .forEach(other -> results.put(other + "_token_bytes", name, tokenBytes(other, sample)));
    results.put("keep_frame_bytes_small_change", name, Sizes.keepOfSmallChange(sample));
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

  /** Runs a main class in a JVM of its own. */
  private static Map<String, Double> process(Class<?> main, String... args)
      throws IOException, InterruptedException {
    say(main.getSimpleName());
    Path out = Files.createTempFile("livestash-bench", ".json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Timings.JVM_ARGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    command.add(out.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(main.getSimpleName() + " failed");
    }
    Map<String, Double> figures =
        Paths.MAPPER.readValue(out, new TypeReference<LinkedHashMap<String, Double>>() {});
    Files.delete(out);
    return figures;
  }

  private static void say(String what) {
    System.err.println("measuring " + what);
  }
}
