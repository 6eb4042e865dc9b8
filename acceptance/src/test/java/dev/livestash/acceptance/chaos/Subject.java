package dev.livestash.acceptance.chaos;

import dev.livestash.demo.SheetModel;
import java.util.List;
import java.util.Optional;

/** A tab as a check sees it. */
interface Subject {

  /** What the tab has stored. */
  record Held(Content content, List<String> notes, long gen, long seq, long seen) {}

  String name();

  Ledger ledger();

  /** What the tab has noted since the last time. */
  String notes();

  /**
   * Waits until the page is live.
   *
   * @param wakes whether it is told first that the network is back
   * @return why not, if that takes too long
   */
  Optional<String> comesAlive(boolean wakes);

  /**
   * Waits until the page, which is live, has taken an edit, and has stored a snapshot with it.
   *
   * @return why not, if that takes too long
   */
  Optional<String> answers();

  /** Opens the token that the tab has stored. */
  Held held();

  /**
   * Waits until the page shows a sheet, or as much of it as it has room for.
   *
   * @return what it shows instead, if it goes on doing so
   */
  Optional<String> showsOtherThan(SheetModel sheet);
}
