package dev.livestash.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** A table of texts, as the demo edits it: many small rows instead of fewer large items. */
@NullMarked
public record Sheet(String name, List<String> columns, List<Row> rows, String filter)
    implements Serializable {
  private static final int ROWS = 17_900;
  private static final long SEED = 1;
  private static final String[] PLACES = {"Seattle", "Kraków", "Lisbon", "Tromsø", "Kobe", "Cusco"};
  private static final String[] SKIES = {"sun", "rain", "drizzle", "fog", "snow"};

  /** One line of it. */
  public record Row(List<String> cells) implements Serializable {}

  /** A sheet of 1.2 MB of JSON, always the same one. */
  static Sheet make() {
    Random random = new Random(SEED);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i, random));
    }
    List<String> columns = List.of("date", "place", "rain", "high", "low", "wind", "sky");
    return new Sheet("weather", columns, rows, "");
  }

  private static Row row(int i, Random random) {
    return new Row(
        new ArrayList<>(
            List.of(
                "20%02d-%02d-%02d".formatted(i / 336 % 100, i / 28 % 12 + 1, i % 28 + 1),
                PLACES[random.nextInt(PLACES.length)],
                tenths(random, 300),
                tenths(random, 350),
                tenths(random, 200),
                tenths(random, 90),
                SKIES[random.nextInt(SKIES.length)])));
  }

  private static String tenths(Random random, int bound) {
    int value = random.nextInt(bound);
    return value / 10 + "." + value % 10;
  }

  /** One small change: a cell in the middle. */
  Sheet withCell(String text) {
    return withCell(rows.size() / 2, 1, text);
  }

  /** A number in any row. */
  Sheet edited(Random random) {
    return withCell(random.nextInt(rows.size()), 2 + random.nextInt(4), tenths(random, 500));
  }

  private Sheet withCell(int row, int column, String text) {
    List<Row> changed = new ArrayList<>(rows);
    List<String> cells = new ArrayList<>(rows.get(row).cells());
    cells.set(column, text);
    changed.set(row, new Row(cells));
    return new Sheet(name, columns, changed, filter);
  }

  /** The same rows in another order. */
  Sheet reordered(Random random) {
    List<Row> others = new ArrayList<>(rows);
    Collections.shuffle(others, random);
    return new Sheet(name, columns, others, filter);
  }
}
