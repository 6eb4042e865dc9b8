package dev.livestash.demo;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/**
 * One thing that can be undone: what it sets, never what the rest of the table is. In JSON a step's
 * kind shows in its members' names, so that no name of a class is in a token.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
sealed interface Step {

  /** The sheet after this step, its history untouched. */
  Sheet apply(Sheet sheet);

  /** The step that leads back from {@link #apply} to this sheet. */
  Step inverse(Sheet before);

  /** What the step did, for a sentence after "Undo: " or "Redo: ". */
  String says(Sheet sheet);

  /** Sets one cell. */
  record SetCell(int row, int column, String text) implements Step {

    @Override
    public Sheet apply(Sheet sheet) {
      return sheet.with(sheet.table().with(row, column, text));
    }

    @Override
    public Step inverse(Sheet before) {
      return new SetCell(row, column, before.table().cell(row, column));
    }

    @Override
    public String says(Sheet sheet) {
      String name = sheet.table().columns().get(column);
      return "%s of row %d is “%s”".formatted(name, row + 1, Text.shortened(text));
    }
  }

  /**
   * Sets how many rows there are. The rows that go are blank: what was written into them came
   * later, and so was undone before.
   */
  record SetRows(int rows) implements Step {

    @Override
    public Sheet apply(Sheet sheet) {
      return sheet.with(sheet.table().with(rows));
    }

    @Override
    public Step inverse(Sheet before) {
      return new SetRows(before.table().rows().size());
    }

    @Override
    public String says(Sheet sheet) {
      return "the table has %d rows".formatted(rows);
    }
  }

  /** Sets the order of the rows. */
  record SetSort(Optional<Sort> sort) implements Step {

    @Override
    public Sheet apply(Sheet sheet) {
      return sheet.with(sort);
    }

    @Override
    public Step inverse(Sheet before) {
      return new SetSort(before.sort());
    }

    @Override
    public String says(Sheet sheet) {
      return sort.map(by -> "the rows are sorted by " + sheet.table().columns().get(by.column()))
          .orElse("the rows are in the order of the file");
    }
  }

  /** Sets the filter. */
  record SetFilter(String filter) implements Step {

    @Override
    public Sheet apply(Sheet sheet) {
      return sheet.with(filter);
    }

    @Override
    public Step inverse(Sheet before) {
      return new SetFilter(before.filter());
    }

    @Override
    public String says(Sheet sheet) {
      return filter.isEmpty() ? "all rows are shown" : "rows with “%s” are shown".formatted(filter);
    }
  }
}
