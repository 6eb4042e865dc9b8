package dev.livestash.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** What one process has measured: numbers by name, or by name and sample with a space between. */
@NullMarked
final class Figures {
  /** What a ratio's quartiles are named by, behind its own name. */
  static final String LOW = "_q1";

  static final String HIGH = "_q3";

  /** What is by the clock on the wall, and not by CPU time. */
  private static final String WALL = "_wall";

  private final Map<String, Double> values = new LinkedHashMap<>();

  void put(String name, double value) {
    values.put(name, value);
  }

  void put(String name, String sample, double value) {
    values.put(name + " " + sample, value);
  }

  /** The median of a time, in microseconds of CPU time, and as a clock on the wall shows. */
  void putTime(String name, String sample, Series series) {
    put(name + "_us", sample, series.cpuMicros().median());
    put(name + WALL + "_us", sample, series.wallMicros().median());
  }

  /** The median of the rounds' ratios, with its quartiles; and by the clock on the wall. */
  void putRatio(String name, String sample, Series over, Series under) {
    putRatio(name, " " + sample, over.cpuOver(under), over.wallOver(under));
  }

  /** The same of the whole process, where no sample is named. */
  void putRatio(String name, Series over, Series under) {
    putRatio(name, "", over.cpuOver(under), over.wallOver(under));
  }

  private void putRatio(String name, String suffix, Quartiles cpu, Quartiles wall) {
    putQuartiles(name, suffix, cpu);
    put(name + WALL + suffix, wall.median());
  }

  void putQuartiles(String name, String suffix, Quartiles quartiles) {
    put(name + suffix, quartiles.median());
    put(name + LOW + suffix, quartiles.low());
    put(name + HIGH + suffix, quartiles.high());
  }

  Map<String, Double> values() {
    return values;
  }

  /** Whether this says more about another figure: its quartiles, or its time on the wall. */
  static boolean isBesideAnother(String name) {
    return name.contains(LOW) || name.contains(HIGH) || name.contains(WALL);
  }

  /** Into the file that is the last of a main class's arguments, or else to the screen. */
  void show(String... args) throws IOException {
    String last = args.length == 0 ? "" : args[args.length - 1];
    if (last.endsWith(".json")) {
      Paths.MAPPER.writeValue(Path.of(last), values);
    } else {
      values.forEach((name, value) -> System.out.printf("%-40s %,14.3f%n", name, value));
    }
  }
}
