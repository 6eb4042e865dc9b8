package dev.livestash.acceptance.proxies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of one step, tab by tab. */
final class Tally {
  private final String step;
  private final int maxMillis;
  private final List<Away> away = new ArrayList<>();
  private final Map<Integer, Integer> codes = new TreeMap<>();
  private final List<String> lost = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param step what is done
   * @param maxMillis how long a tab may be away
   */
  Tally(String step, int maxMillis) {
    this.step = step;
    this.maxMillis = maxMillis;
  }

  /** Whether page and socket speak what they are meant to. */
  static Tally ofProtocols(String spoken, String meant) {
    Tally tally = new Tally(spoken, 0);
    if (!spoken.equals(meant)) {
      tally.lost("meant: " + meant);
    }
    return tally;
  }

  void away(Away once) {
    away.add(once);
  }

  void closed(int code) {
    codes.merge(code, 1, Integer::sum);
  }

  /** A tab has not all that was done in it. */
  void lost(String why) {
    lost.add(why);
  }

  boolean isGood() {
    return lost.isEmpty() && max() <= maxMillis;
  }

  private int max() {
    return sorted(Away::millis).reduce((shorter, longer) -> longer).orElse(0);
  }

  private Stream<Integer> sorted(Function<Away, Integer> part) {
    return away.stream().map(part).sorted();
  }

  /** The median and the greatest of them. */
  private String figures(Function<Away, Integer> part) {
    List<Integer> all = sorted(part).toList();
    return all.isEmpty()
        ? "–"
        : all.get(all.size() / 2) + " ms, " + all.get(all.size() - 1) + " ms";
  }

  List<String> lost() {
    return lost;
  }

  static String head() {
    return """
        | proxy | step | times away | median, max | until there was a socket | bound | sockets closed with | lost |
        |---|---|---|---|---|---|---|---|
        """;
  }

  String row(String proxy) {
    String closes =
        codes.entrySet().stream()
            .map(one -> one.getValue() + " × " + one.getKey())
            .collect(Collectors.joining(", "));
    return "| %s | %s | %d | %s | %s | %d ms | %s | %d%s |"
        .formatted(
            proxy,
            step,
            away.size(),
            figures(Away::millis),
            figures(Away::openMillis),
            maxMillis,
            closes,
            lost.size(),
            isGood() ? "" : " **FAILED**");
  }
}
