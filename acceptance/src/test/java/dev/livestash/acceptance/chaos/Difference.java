package dev.livestash.acceptance.chaos;

import dev.livestash.demo.SheetModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with a tab's state, in deeds.
 *
 * @param lost how many are missing
 * @param doubled how many are in it twice
 * @param what the same in words; empty if nothing is wrong
 */
record Difference(int lost, int doubled, String what) {
  /** Among more of them, what was handled twice is counted, and not searched for. */
  private static final int MAX_SEARCHED_DEEDS = 100;

  /** So many places tell enough. */
  private static final int MAX_PLACES = 8;

  static final Difference NONE = new Difference(0, 0, "");

  /** Between what these should have made of a state, and what there is. */
  static Difference between(Content before, List<Deed> deeds, Content actual) {
    if (before.after(deeds).equals(actual)) {
      return NONE;
    }
    return oneLost(before, deeds, actual)
        .or(() -> endLost(before, deeds, actual))
        .or(() -> someTwice(before, deeds, actual))
        .orElseGet(() -> counted(before.after(deeds).sheet(), deeds, actual.sheet()));
  }

  private static Optional<Difference> oneLost(Content before, List<Deed> deeds, Content actual) {
    return first(
        deeds.size(),
        i -> join(deeds.subList(0, i), deeds.subList(i + 1, deeds.size())),
        before,
        actual,
        i -> new Difference(1, 0, "lost: " + deeds.get(i)));
  }

  private static Optional<Difference> endLost(Content before, List<Deed> deeds, Content actual) {
    int size = deeds.size();
    return first(
        size,
        i -> deeds.subList(0, size - 1 - i),
        before,
        actual,
        i -> new Difference(i + 1, 0, "lost: " + deeds.subList(size - 1 - i, size)));
  }

  /** Events in a row that were handled twice; as few of them as explain it. */
  private static Optional<Difference> someTwice(Content before, List<Deed> deeds, Content actual) {
    int size = deeds.size() > MAX_SEARCHED_DEEDS ? 0 : deeds.size();
    for (int length = 1; length <= size; length++) {
      int twice = length;
      Optional<Difference> found =
          first(
              size - length + 1,
              i -> join(deeds.subList(0, i + twice), deeds.subList(i, size)),
              before,
              actual,
              i -> new Difference(0, twice, "twice: " + deeds.subList(i, i + twice)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The first of so many histories that explains the state. */
  private static Optional<Difference> first(
      int count,
      IntFunction<List<Deed>> history,
      Content before,
      Content actual,
      IntFunction<Difference> explained) {
    return IntStream.range(0, count)
        .filter(i -> before.after(history.apply(i)).equals(actual))
        .mapToObj(explained)
        .findFirst();
  }

  private static List<Deed> join(List<Deed> head, List<Deed> tail) {
    List<Deed> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  /**
   * Where no single fault explains it: by the typed texts, and the rows, that are missing or too
   * many.
   */
  private static Difference counted(SheetModel expected, List<Deed> deeds, SheetModel actual) {
    Map<String, Long> should = expected.texts();
    Map<String, Long> is = actual.texts();
    int missing = Math.max(0, expected.rows() - actual.rows());
    int tooMany = Math.max(0, actual.rows() - expected.rows());
    List<String> texts = new ArrayList<>();
    for (String text : typed(deeds)) {
      long more = is.getOrDefault(text, 0L) - should.getOrDefault(text, 0L);
      missing += (int) Math.max(0, -more);
      tooMany += (int) Math.max(0, more);
      if (more != 0) {
        texts.add("%+d of '%s'".formatted(more, text));
      }
    }
    // A difference in nothing but order or history: not what the user asked for.
    int lost = missing + tooMany == 0 ? 1 : missing;
    String places =
        places("", expected.state(), actual.state())
            .limit(MAX_PLACES)
            .collect(Collectors.joining("; "));
    return new Difference(
        lost,
        tooMany,
        "no single fault explains it: texts %s; %s; of %s".formatted(texts, places, told(deeds)));
  }

  /** The deeds, those of a flood once. */
  private static String told(List<Deed> deeds) {
    List<String> told = new ArrayList<>();
    for (Deed deed : deeds) {
      String one = deed.toString();
      if (told.isEmpty() || !told.get(told.size() - 1).equals(one)) {
        told.add(one);
      }
    }
    return String.join(", ", told);
  }

  /** Where two trees differ. */
  private static Stream<String> places(String path, JsonNode expected, JsonNode actual) {
    if (expected.equals(actual)) {
      return Stream.empty();
    }
    if (expected.isObject() && actual.isObject()) {
      return Stream.concat(expected.propertyStream(), actual.propertyStream())
          .map(Map.Entry::getKey)
          .distinct()
          .flatMap(name -> places(path + "/" + name, expected.path(name), actual.path(name)));
    }
    if (expected.isArray() && actual.isArray()) {
      return IntStream.range(0, Math.max(expected.size(), actual.size()))
          .boxed()
          .flatMap(i -> places(path + "/" + i, expected.path(i), actual.path(i)));
    }
    return Stream.of("%s is %s, not %s".formatted(path, actual, expected));
  }

  private static Set<String> typed(List<Deed> deeds) {
    return deeds.stream()
        .map(deed -> deed.event().data())
        .filter(data -> data.has("value"))
        .map(data -> data.get("value").asString())
        .collect(Collectors.toSet());
  }
}
