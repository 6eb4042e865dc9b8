package dev.livestash.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/**
 * Runs tasks in turn on one thread (A B C C B A, A B C C B A, …), each for a short block. What else
 * the machine does then slows all of them alike, and a round's ratio of two is that of things which
 * ran side by side; there and back, so that none has the better caches, always finding what the one
 * before has left. All times are CPU time, in milliseconds.
 */
@NullMarked
final class Interleaved {
  /** Long beside what it takes to fill the caches again. */
  private static final double BLOCK_NANOS = 5e6;

  /** However long a round is: enough to find the right length of a block. */
  private static final int MIN_WARM_UP_ROUNDS = 10;

  /** The same, for a median and its quartiles. */
  private static final int MIN_ROUNDS = 21;

  private static final int MAX_WARM_UPS = 12;

  /** The share of the time that the compiler may still need. */
  private static final double COMPILER_AT_REST = 0.1;

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private final Map<String, Loop> loops = new LinkedHashMap<>();

  Interleaved(Map<String, Supplier<?>> tasks) {
    tasks.forEach((name, task) -> loops.put(name, new Loop(task, BLOCK_NANOS)));
  }

  /** So long for each task, and again until the compiler has next to nothing to do. */
  void warmUp(int millis) {
    for (int i = 0; i < MAX_WARM_UPS; i++) {
      long compiling = COMPILER.getTotalCompilationTime();
      Cost start = Cost.now();
      repeat(MIN_WARM_UP_ROUNDS, millis * loops.size(), () -> loops.values().forEach(Loop::warmUp));
      double wallMillis = Cost.now().minus(start).wallNanos() / 1e6;
      if (COMPILER.getTotalCompilationTime() - compiling < COMPILER_AT_REST * wallMillis) {
        return;
      }
    }
  }

  /** What each of some tasks cost in each round, by its name; so long for each. */
  Map<String, Series> measure(Collection<String> names, int millis) {
    List<String> there = List.copyOf(names);
    List<String> back = new ArrayList<>(there);
    Collections.reverse(back);
    Map<String, Series> measured = new LinkedHashMap<>();
    there.forEach(name -> measured.put(name, new Series()));
    repeat(
        MIN_ROUNDS,
        millis * names.size(),
        () -> {
          Map<String, Cost> costs = new HashMap<>();
          there.forEach(name -> costs.put(name, block(name)));
          back.forEach(name -> costs.merge(name, block(name), Cost::plus));
          measured.forEach(
              (name, series) -> series.add(costs.getOrDefault(name, Cost.NONE).per(2)));
        });
    return measured;
  }

  private Cost block(String name) {
    return Objects.requireNonNull(loops.get(name), name).block();
  }

  private static void repeat(int minTimes, int millis, Runnable round) {
    double endNanos = Cost.now().cpuNanos() + millis * 1e6;
    for (int i = 0; i < minTimes || Cost.now().cpuNanos() < endNanos; i++) {
      round.run();
    }
  }
}
