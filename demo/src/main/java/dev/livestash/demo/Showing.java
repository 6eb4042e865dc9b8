package dev.livestash.demo;

import java.util.List;
import java.util.stream.IntStream;
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

  /** The window's rows. */
  Picture.Slice slice(Sheet sheet) {
    Order now = order(sheet);
    int start = window.start(now.size());
    List<Picture.Shown> rows =
        IntStream.range(start, window.end(now.size()))
            .map(now::row)
            .mapToObj(row -> new Picture.Shown(row, sheet.table().rows().get(row).cells()))
            .toList();
    return new Picture.Slice(sheet.edition(), now.fingerprint(), start, rows);
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
