package dev.livestash.demo;

import java.util.List;
import java.util.Optional;

/**
 * What the page draws: all that is known about the sheet, and the rows of its window.
 *
 * @param rows how many rows the table has
 * @param total how many of them the filter lets through
 */
record Picture(
    String name,
    List<String> columns,
    int rows,
    int total,
    Optional<Sort> sort,
    String filter,
    boolean canUndo,
    boolean canRedo,
    Slice slice) {

  /**
   * Some of the shown rows.
   *
   * @param edition the table that they are of
   * @param order fingerprint of the order that they are in
   * @param from the first one's place among the shown rows
   */
  record Slice(int edition, int order, int from, List<Shown> rows) {}

  /**
   * One row.
   *
   * @param row its place in the table, by which an edit names it
   */
  record Shown(int row, List<String> cells) {}

  static Picture of(Sheet sheet, Showing showing) {
    return new Picture(
        sheet.name(),
        sheet.table().columns(),
        sheet.table().rows().size(),
        showing.order(sheet).size(),
        sheet.sort(),
        sheet.filter(),
        !sheet.history().undo().isEmpty(),
        !sheet.history().redo().isEmpty(),
        showing.slice(sheet));
  }
}
