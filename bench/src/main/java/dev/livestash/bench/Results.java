package dev.livestash.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private final Map<String, Double> figures = new LinkedHashMap<>();
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

  /** A ratio with its quartiles in one cell. */
  void print() {
    List<String> samples = new ArrayList<>(Sample.all());
    samples.add(Sample.LARGEST);
    line("", samples);
    bySample.keySet().stream()
        .filter(name -> !isQuartile(name))
        .forEach(name -> line(name, samples.stream().map(one -> cell(name, one)).toList()));
    figures.keySet().stream()
        .filter(name -> !isQuartile(name))
        .forEach(name -> line(name, List.of(text(figures, name))));
  }

  private static void line(String name, List<String> cells) {
    System.out.printf("%-32s", name);
    cells.forEach(cell -> System.out.printf("%20s", cell));
    System.out.println();
  }

  private static boolean isQuartile(String name) {
    return name.endsWith(Figures.LOW) || name.endsWith(Figures.HIGH);
  }

  private String cell(String name, String sample) {
    Map<String, Double> ofSample = new LinkedHashMap<>();
    for (String one : List.of(name, name + Figures.LOW, name + Figures.HIGH)) {
      Double value = bySample.getOrDefault(one, Map.of()).get(sample);
      if (value != null) {
        ofSample.put(one, value);
      }
    }
    return text(ofSample, name);
  }

  private static String text(Map<String, Double> values, String name) {
    String low = text(values.get(name + Figures.LOW));
    String high = text(values.get(name + Figures.HIGH));
    return text(values.get(name)) + (low.isEmpty() ? "" : " (%s-%s)".formatted(low, high));
  }

  private static String text(@Nullable Double value) {
    if (value == null) {
      return "";
    }
    return value >= 100 ? "%,.0f".formatted(value) : "%.3g".formatted(value);
  }
}
