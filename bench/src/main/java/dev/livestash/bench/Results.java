package dev.livestash.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured: a number by its name, or an object of numbers by the size of the state. What
 * was measured of the sheet is an object of its own.
 */
@NullMarked
final class Results {
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final Map<String, Map<String, Double>> bySample = new LinkedHashMap<>();

  void put(String name, double value) {
    figures.put(name, rounded(value));
  }

  /** Of figures that are named by the sample too, with a space between, or not. */
  void putAll(Map<String, Double> more) {
    more.forEach(
        (name, value) -> {
          int space = name.indexOf(' ');
          if (space < 0) {
            put(name, value);
          } else {
            put(name.substring(0, space), name.substring(space + 1), value);
          }
        });
  }

  void put(String name, String sample, double value) {
    bySample.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(sample, value);
  }

  void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    Map<String, Double> sheet = new LinkedHashMap<>();
    bySample.forEach(
        (name, values) -> {
          Map<String, Double> sizes = new LinkedHashMap<>();
          values.forEach(
              (sample, value) ->
                  (sample.equals(Sample.SHEET) ? sheet : sizes)
                      .put(sample.equals(Sample.SHEET) ? name : sample, rounded(value)));
          all.put(name, sizes);
        });
    all.put(Sample.SHEET, sheet);
    all.putAll(figures);
    JsonMapper mapper = Paths.MAPPER;
    Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
  }

  /** Four figures say all that a benchmark knows. */
  private static double rounded(double value) {
    return value >= 1_000
        ? Math.rint(value)
        : new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }

  void print() {
    List<String> samples = Sample.all();
    System.out.printf("%n%-32s", "");
    samples.forEach(sample -> System.out.printf("%12s", sample));
    System.out.println();
    bySample.forEach(
        (name, values) -> {
          System.out.printf("%-32s", name);
          samples.forEach(sample -> System.out.printf("%12s", text(values.get(sample))));
          System.out.println();
        });
    figures.forEach((name, value) -> System.out.printf("%-32s%12s%n", name, text((Double) value)));
  }

  private static String text(@Nullable Double value) {
    if (value == null) {
      return "";
    }
    return value >= 100 ? "%,.0f".formatted(value) : "%.3g".formatted(value);
  }
}
