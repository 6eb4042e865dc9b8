package dev.livestash.demo;

/** How much of anything one sheet takes. The page knows the first two as well, to say so early. */
final class Limits {

  /** Largest CSV text: 2 MB of UTF-8. */
  static final int MAX_CSV_BYTES = 2_000_000;

  /** Longest text of one cell, in UTF-16 units. */
  static final int MAX_CELL_CHARS = 10_000;

  /** Most columns: each is a part of every row that the page shows. */
  static final int MAX_COLUMNS = 200;

  /** Most rows, the header aside. */
  static final int MAX_ROWS = 50_000;

  /** Most cells: 500,000 empty ones are 1.5 MB of JSON. */
  static final int MAX_CELLS = 500_000;

  /** Most text that editing may grow a table to, all cells together, in UTF-16 units. */
  static final int MAX_TABLE_CHARS = 2_000_000;

  /** Longest name of a sheet or a column, in UTF-16 units. */
  static final int MAX_NAME_CHARS = 200;

  /** Longest filter, in UTF-16 units. */
  static final int MAX_FILTER_CHARS = 200;

  /** Most steps that can be undone; the oldest is forgotten. */
  static final int MAX_UNDO_STEPS = 100;

  /** Most rows that one window shows. */
  static final int MAX_WINDOW_ROWS = 500;

  /** Largest event frame, in bytes: the largest CSV with every character escaped in JSON. */
  static final int MAX_EVENT_BYTES = 4 << 20;

  /** Most that may be on its way to a tab, in bytes: a window of the longest cells, and a token. */
  static final int MAX_UNREAD_BYTES = 16 << 20;

  /** Largest token, in bytes: the largest CSV that hardly compresses. */
  static final int MAX_TOKEN_BYTES = 2 << 20;

  /** Largest state as JSON, in bytes. */
  static final int MAX_STATE_BYTES = 32 << 20;

  private Limits() {}
}
