package dev.livestash.demo;

import java.util.List;
import java.util.Optional;

/**
 * What the page draws: all that is known about the sheet, and the rows of its window.
 *
 * @param edition which table it is
 * @param rows how many rows the table has
 * @param total how many of them the filter lets through
 * @param order fingerprint of the order that they are in
 * @param from the place of the window's first row among them
 * @param window the window's rows
 * @param node which server has drawn it, empty where there is only one
 */
record Picture(
    int edition,
    String name,
    List<String> columns,
    int rows,
    int total,
    Optional<Sort> sort,
    String filter,
    boolean canUndo,
    boolean canRedo,
    int order,
    int from,
    List<Shown> window,
    String node) {

  /**
   * One row.
   *
   * @param row its place in the table, by which an edit names it
   */
  record Shown(int row, List<String> cells) {}

  static Picture of(Sheet sheet, Showing showing, String node) {
    Order order = showing.order(sheet);
    Window window = showing.window();
    return new Picture(
        sheet.edition(),
        sheet.name(),
        sheet.table().columns(),
        sheet.table().rows().size(),
        order.size(),
        sheet.sort(),
        sheet.filter(),
        !sheet.history().undo().isEmpty(),
        !sheet.history().redo().isEmpty(),
        order.fingerprint(),
        window.start(order.size()),
        window
            .places(order.size())
            .map(order::row)
            .mapToObj(row -> new Shown(row, sheet.table().rows().get(row).cells()))
            .toList(),
        node);
  }
}
