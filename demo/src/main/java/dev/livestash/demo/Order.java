package dev.livestash.demo;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which rows of a table are shown, and in what order: filtered, then sorted. */
final class Order {

  private final int[] rows;

  private Order(int[] rows) {
    this.rows = rows;
  }

  static Order of(Sheet sheet) {
    Table table = sheet.table();
    IntStream kept = IntStream.range(0, table.rows().size());
    if (!sheet.filter().isEmpty()) {
      kept = kept.filter(containing(sheet.filter(), table));
    }
    int[] rows = kept.toArray();
    return new Order(sheet.sort().map(sort -> sorted(rows, sort, table)).orElse(rows));
  }

  int size() {
    return rows.length;
  }

  /** The place in the table of the row that is shown at this place. */
  int row(int shown) {
    return rows[shown];
  }

  /** The same for the same order, here and after any restart; by chance for another one. */
  int fingerprint() {
    return Arrays.hashCode(rows);
  }

  private static IntPredicate containing(String filter, Table table) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    return row ->
        table.rows().get(row).cells().stream()
            .anyMatch(cell -> cell.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static int[] sorted(int[] rows, Sort sort, Table table) {
    SortKey[] keys = new SortKey[table.rows().size()];
    for (int row : rows) {
      keys[row] = SortKey.of(table.cell(row, sort.column()));
    }
    Comparator<SortKey> order = sort.descending() ? SortKey.ORDER.reversed() : SortKey.ORDER;
    // Rows without a value come last in either direction.
    Comparator<SortKey> blanksLast = Comparator.comparing(SortKey::isBlank).thenComparing(order);
    return Arrays.stream(rows)
        .boxed()
        .sorted((one, other) -> blanksLast.compare(keys[one], keys[other]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
