package dev.livestash.demo;

import org.jspecify.annotations.Nullable;

/**
 * What one attached tab is looking at. None of it is state: the page names its window anew when it
 * joins, and the order follows from the sheet, remembered here so that scrolling does not sort.
 */
final class Showing {

  private Window window;
  private @Nullable Sheet ordered;
  private Order order = Order.of(Sheet.EMPTY);

  Showing(Window window) {
    this.window = window;
  }

  void moveTo(Window newWindow) {
    window = newWindow;
  }

  Window window() {
    return window;
  }

  Order order(Sheet sheet) {
    if (ordered == null || !sameOrder(ordered, sheet)) {
      order = Order.of(sheet);
    }
    if (ordered != null && !sameView(ordered, sheet)) {
      window = window.first();
    }
    ordered = sheet;
    return order;
  }

  /** Whether a place means the same as before; if not, the page goes to the top as well. */
  private static boolean sameView(Sheet one, Sheet other) {
    return one.edition() == other.edition()
        && one.sort().equals(other.sort())
        && one.filter().equals(other.filter());
  }

  /** Comparing the tables' cells would cost more than it saves. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean sameOrder(Sheet one, Sheet other) {
    return one.table() == other.table()
        && one.sort().equals(other.sort())
        && one.filter().equals(other.filter());
  }
}
