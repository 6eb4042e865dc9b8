package dev.livestash.demo;

import java.util.List;
import java.util.stream.IntStream;

/** Tables for tests. */
final class Tables {

  private Tables() {}

  static Table of(String csv) {
    Parsed parsed = Csv.parse(csv);
    if (parsed instanceof Parsed.Good good) {
      return good.table();
    }
    throw new AssertionError(parsed);
  }

  static Sheet sheet(String csv) {
    return Sheet.EMPTY.load("test", of(csv));
  }

  /** One column's cells, in the order in which the sheet shows them. */
  static List<String> shown(Sheet sheet, int column) {
    Order order = Order.of(sheet);
    return IntStream.range(0, order.size())
        .mapToObj(place -> sheet.table().cell(order.row(place), column))
        .toList();
  }
}
