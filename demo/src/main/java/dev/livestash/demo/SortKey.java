package dev.livestash.demo;

import java.util.Comparator;

/**
 * What a cell counts as when rows are sorted: numbers by their value, before texts by their
 * letters, whatever their case.
 */
record SortKey(boolean isText, double number, String text) {

  /** Every key has its place, so that equal ones keep the order of the table. */
  static final Comparator<SortKey> ORDER =
      Comparator.comparing(SortKey::isText)
          .thenComparingDouble(SortKey::number)
          .thenComparing(SortKey::text, String.CASE_INSENSITIVE_ORDER);

  static SortKey of(String cell) {
    String text = cell.strip();
    if (looksNumeric(text)) {
      try {
        return new SortKey(false, Double.parseDouble(text), "");
      } catch (NumberFormatException onlyLooksLikeOne) {
        return new SortKey(true, 0, text);
      }
    }
    return new SortKey(true, 0, text);
  }

  boolean isBlank() {
    return isText && text.isEmpty();
  }

  /** Keeps out what Java takes for a number and people do not: NaN, Infinity, 0x1p3, 1d. */
  private static boolean looksNumeric(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
  }
}
