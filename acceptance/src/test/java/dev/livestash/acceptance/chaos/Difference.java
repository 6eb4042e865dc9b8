package dev.livestash.acceptance.chaos;

import dev.livestash.demo.SheetModel;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is wrong with a sheet, in events.
 *
 * @param lost how many are missing
 * @param doubled how many are in it twice
 * @param what the same in words; empty if nothing is wrong
 */
record Difference(int lost, int doubled, String what) {
  static final Difference NONE = new Difference(0, 0, "");

  /** Between what these events should have made of a sheet, and what there is. */
  static Difference between(SheetModel before, List<Event> events, SheetModel actual) {
    if (before.after(events).equals(actual)) {
      return NONE;
    }
    return oneLost(before, events, actual)
        .or(() -> endLost(before, events, actual))
        .or(() -> someTwice(before, events, actual))
        .orElseGet(() -> counted(before.after(events), events, actual));
  }

  private static Optional<Difference> oneLost(
      SheetModel before, List<Event> events, SheetModel actual) {
    return first(
        events.size(),
        i -> join(events.subList(0, i), events.subList(i + 1, events.size())),
        before,
        actual,
        i -> new Difference(1, 0, "lost: " + events.get(i)));
  }

  private static Optional<Difference> endLost(
      SheetModel before, List<Event> events, SheetModel actual) {
    int size = events.size();
    return first(
        size,
        i -> events.subList(0, size - 1 - i),
        before,
        actual,
        i -> new Difference(i + 1, 0, "lost: " + events.subList(size - 1 - i, size)));
  }

  /** Events in a row that were handled twice; as few of them as explain it. */
  private static Optional<Difference> someTwice(
      SheetModel before, List<Event> events, SheetModel actual) {
    int size = events.size();
    for (int length = 1; length <= size; length++) {
      int twice = length;
      Optional<Difference> found =
          first(
              size - length + 1,
              i -> join(events.subList(0, i + twice), events.subList(i, size)),
              before,
              actual,
              i -> new Difference(0, twice, "twice: " + events.subList(i, i + twice)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The first of so many histories that explains the sheet. */
  private static Optional<Difference> first(
      int count,
      IntFunction<List<Event>> history,
      SheetModel before,
      SheetModel actual,
      IntFunction<Difference> explained) {
    return IntStream.range(0, count)
        .filter(i -> before.after(history.apply(i)).equals(actual))
        .mapToObj(explained)
        .findFirst();
  }

  private static List<Event> join(List<Event> head, List<Event> tail) {
    List<Event> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  /**
   * Where no single fault explains it: by the typed texts, and the rows, that are missing or too
   * many.
   */
  private static Difference counted(SheetModel expected, List<Event> events, SheetModel actual) {
    Map<String, Long> should = expected.texts();
    Map<String, Long> is = actual.texts();
    int missing = Math.max(0, expected.rows() - actual.rows());
    int tooMany = Math.max(0, actual.rows() - expected.rows());
    for (String text : typed(events)) {
      long more = is.getOrDefault(text, 0L) - should.getOrDefault(text, 0L);
      missing += (int) Math.max(0, -more);
      tooMany += (int) Math.max(0, more);
    }
    // A difference in nothing but order or history: not what the user asked for.
    int lost = missing + tooMany == 0 ? 1 : missing;
    return new Difference(lost, tooMany, "no single fault explains it");
  }

  private static Set<String> typed(List<Event> events) {
    return events.stream()
        .filter(event -> event.data().has("value"))
        .map(event -> event.data().get("value").asString())
        .collect(Collectors.toSet());
  }
}
