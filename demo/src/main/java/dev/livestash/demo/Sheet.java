package dev.livestash.demo;

import java.util.Optional;

/**
 * The complete state of one tab: everything that must be there again after a crash, and nothing
 * that can be derived from it. The order of the rows is derived ({@link Order}), the window on them
 * is the page's own ({@link Showing}).
 *
 * @param edition which table this is, one more at each load: an edit that was meant for the table
 *     before does not hit this one
 * @param name what the table is called, empty before one is loaded
 * @param table the cells
 * @param sort the order of the rows; empty: as they were loaded
 * @param filter only rows with this text in a cell are shown; empty: all
 * @param history what can be undone and redone
 */
record Sheet(
    int edition, String name, Table table, Optional<Sort> sort, String filter, History history) {

  static final Sheet EMPTY = new Sheet(0, "", Table.EMPTY, Optional.empty(), "", History.NONE);

  /** Another table in place of this one, with a history of its own. */
  Sheet load(String newName, Table newTable) {
    return new Sheet(edition + 1, newName, newTable, Optional.empty(), "", History.NONE);
  }

  Sheet edit(int row, int column, String text) {
    return text.equals(table.cell(row, column)) ? this : take(new Step.SetCell(row, column, text));
  }

  /** Adds a blank row at the table's end. */
  Sheet append() {
    return take(new Step.SetRows(table.rows().size() + 1));
  }

  /** Sorts by a column, or the other way round, or not any more. */
  Sheet sortBy(int column) {
    return take(new Step.SetSort(Sort.next(sort, column)));
  }

  Sheet filterBy(String text) {
    return text.equals(filter) ? this : take(new Step.SetFilter(text));
  }

  Sheet undo() {
    return history.lastUndo().map(this::undo).orElse(this);
  }

  Sheet redo() {
    return history.lastRedo().map(this::redo).orElse(this);
  }

  private Sheet take(Step step) {
    return step.apply(this).with(history.done(step.inverse(this)));
  }

  private Sheet undo(Step step) {
    return step.apply(this).with(history.undone(step.inverse(this)));
  }

  private Sheet redo(Step step) {
    return step.apply(this).with(history.redone(step.inverse(this)));
  }

  Sheet with(Table newTable) {
    return new Sheet(edition, name, newTable, sort, filter, history);
  }

  Sheet with(Optional<Sort> newSort) {
    return new Sheet(edition, name, table, newSort, filter, history);
  }

  Sheet with(String newFilter) {
    return new Sheet(edition, name, table, sort, newFilter, history);
  }

  private Sheet with(History newHistory) {
    return new Sheet(edition, name, table, sort, filter, newHistory);
  }
}
