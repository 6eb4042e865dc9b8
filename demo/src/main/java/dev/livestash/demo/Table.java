package dev.livestash.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The cells of a sheet, in the order they were loaded. A row's place here is its identity: it stays
 * the same however the sheet is sorted or filtered.
 *
 * @param columns the columns' names
 * @param rows the rows, each as long as {@code columns}
 */
record Table(List<String> columns, List<Row> rows) {

  static final Table EMPTY = new Table(List.of(), List.of());

  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  boolean has(int row, int column) {
    return 0 <= row && row < rows.size() && hasColumn(column);
  }

  boolean hasColumn(int column) {
    return 0 <= column && column < columns.size();
  }

  String cell(int row, int column) {
    return rows.get(row).cells().get(column);
  }

  /** The table with one cell changed; all other rows are the same objects in both. */
  Table with(int row, int column, String text) {
    List<Row> changed = new ArrayList<>(rows);
    changed.set(row, rows.get(row).with(column, text));
    return new Table(columns, changed);
  }

  /** The table with so many rows: blank ones are added at its end, or the last ones are gone. */
  Table with(int count) {
    List<Row> changed = new ArrayList<>(rows.subList(0, Math.min(count, rows.size())));
    Row blank = new Row(Collections.nCopies(columns.size(), ""));
    changed.addAll(Collections.nCopies(count - changed.size(), blank));
    return new Table(columns, changed);
  }

  /** How much text the rows hold, in UTF-16 units. */
  int chars() {
    int sum = 0;
    for (Row row : rows) {
      sum += row.chars();
    }
    return sum;
  }
}
