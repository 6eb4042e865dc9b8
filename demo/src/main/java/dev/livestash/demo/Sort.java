package dev.livestash.demo;

import java.util.Optional;

/**
 * By which column the rows are ordered.
 *
 * @param column the column's place, from 0
 * @param descending largest first
 */
record Sort(int column, boolean descending) {

  /** What one more press on a column's header makes of it: upward, then downward, then unsorted. */
  static Optional<Sort> next(Optional<Sort> now, int column) {
    if (now.isEmpty() || now.get().column() != column) {
      return Optional.of(new Sort(column, false));
    }
    return now.get().descending() ? Optional.empty() : Optional.of(new Sort(column, true));
  }
}
