package dev.livestash.acceptance.chaos;

import dev.livestash.demo.SheetModel;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayList;
import java.util.List;

/** What the user has done in one tab, and so what the tab must hold. */
final class Ledger {
  private SheetModel settled;
  private final List<Event> events = new ArrayList<>();
  private long number;

  /**
   * Begins with a sheet as it is.
   *
   * @param number the last event in it
   */
  Ledger(SheetModel sheet, long number) {
    this.settled = sheet;
    this.number = number;
  }

  void add(Event event) {
    events.add(event);
    number++;
  }

  /** The number of the last event. */
  long number() {
    return number;
  }

  SheetModel expected() {
    return settled.after(events);
  }

  int edition() {
    return settled.edition();
  }

  /** Compares with what the tab holds after event {@code seen}. */
  Difference compare(SheetModel actual, long seen) {
    Difference difference = Difference.between(settled, events, actual);
    if (difference.equals(Difference.NONE) && seen != number) {
      // Events without an effect, such as undoing nothing.
      int more = (int) (seen - number);
      return new Difference(
          Math.max(0, -more), Math.max(0, more), "seen is %d, not %d".formatted(seen, number));
    }
    return difference;
  }

  /** The sheet was found to be as expected: what led to it need not be remembered. */
  void settle() {
    settled = expected();
    events.clear();
  }
}
