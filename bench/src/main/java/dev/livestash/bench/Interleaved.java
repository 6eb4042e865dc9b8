package dev.livestash.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/**
 * Runs tasks in turn on one thread (A B C, A B C, …), each for a block of some milliseconds. What
 * else the machine does then slows all of them alike, and a round's ratio of two is that of things
 * which ran side by side.
 *
 * @param warmUpMillis for each task, in milliseconds of CPU time, before any of them counts
 * @param millis for each task, in milliseconds of CPU time, that count
 * @param blockMillis how long a block is, in milliseconds of CPU time
 */
@NullMarked
record Interleaved(int warmUpMillis, int millis, int blockMillis) {
  /** However long a round is: enough to find the right length of a block. */
  private static final int MIN_WARM_UP_ROUNDS = 10;

  /** The same, for a median and its quartiles. */
  private static final int MIN_ROUNDS = 21;

  /** What each task cost in each round, by its name. */
  Map<String, Series> run(Map<String, ? extends Supplier<?>> tasks) {
    Map<String, Loop> loops = new LinkedHashMap<>();
    Map<String, Series> measured = new LinkedHashMap<>();
    tasks.forEach((name, task) -> loops.put(name, new Loop(task, blockMillis * 1e6)));
    tasks.keySet().forEach(name -> measured.put(name, new Series()));
    repeat(
        MIN_WARM_UP_ROUNDS,
        warmUpMillis * loops.size(),
        () -> loops.values().forEach(Loop::warmUp));
    repeat(
        MIN_ROUNDS,
        millis * loops.size(),
        () -> measured.forEach((name, series) -> series.add(block(loops, name))));
    return measured;
  }

  private static Cost block(Map<String, Loop> loops, String name) {
    return Objects.requireNonNull(loops.get(name)).block();
  }

  private static void repeat(int minTimes, int millis, Runnable round) {
    double endNanos = Cost.now().cpuNanos() + millis * 1e6;
    for (int i = 0; i < minTimes || Cost.now().cpuNanos() < endNanos; i++) {
      round.run();
    }
  }
}
