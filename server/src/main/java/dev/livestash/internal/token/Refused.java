package dev.livestash.internal.token;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An event that has left the state as it was, and whose tab may not know it.
 *
 * @param n the event's number
 * @param error why, as {@code done} says it
 */
public record Refused(long n, String error) {
  /** As many as a tab may wait for at once. */
  public static final int MAX_COUNT = 500;

  private static final Pattern ONE = Pattern.compile("(\\d{1,16}) ([a-z]{1,16})");
  private static final Pattern ALL = Pattern.compile(ONE + "(, " + ONE + ")*");

  /** Returns several as a claim has them: {@code 12 failed, 15 invalid}. */
  static String text(List<Refused> all) {
    return all.stream().map(one -> one.n + " " + one.error).collect(Collectors.joining(", "));
  }

  /** Reads what {@link #text} wrote; empty if it is something else. */
  static Optional<List<Refused>> read(String text) {
    if (!ALL.matcher(text).matches()) {
      return Optional.empty();
    }
    List<Refused> all =
        ONE.matcher(text)
            .results()
            .map(one -> new Refused(Long.parseLong(one.group(1)), one.group(2)))
            .toList();
    return Optional.of(all).filter(few -> few.size() <= MAX_COUNT);
  }
}
