package dev.livestash.demo;

import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Which of the shown rows the page has on its screen.
 *
 * @param from the first row's place, from 0
 * @param count how many rows
 */
record Window(int from, int count) {

  private static final Window FIRST = new Window(0, 100);

  Window {
    from = Math.max(0, from);
    count = Math.min(Math.max(0, count), Limits.MAX_WINDOW_ROWS);
  }

  /** The window that a page names when it joins; the first one if it names none. */
  static Window of(JsonNode params) {
    return new Window(
        params.path("from").asInt(FIRST.from), params.path("count").asInt(FIRST.count));
  }

  /** As many rows from the top. */
  Window first() {
    return new Window(0, count);
  }

  int start(int total) {
    return Math.min(from, total);
  }

  /** The places in the window, of so many rows in all. */
  IntStream places(int total) {
    return IntStream.range(start(total), (int) Math.min((long) from + count, total));
  }
}
