package dev.livestash.internal.state;

import org.jspecify.annotations.Nullable;

/**
 * What a state does not get back from its token.
 *
 * @param path where, as a JSON pointer (RFC 6901) of the members' names in Java
 * @param was the value that was sealed
 * @param is the value that is read back
 * @param kind in what the two differ
 */
public record Difference(String path, @Nullable Object was, @Nullable Object is, Kind kind) {
  private static final int MAX_CHARS = 200;

  /** In what two values differ. */
  public enum Kind {
    /** In what they are. */
    VALUE(""),
    /** In the order of their elements. */
    ORDER(", in another order"),
    /** One object stood at several places, and another one stands at each. */
    IDENTITY(", though it is the same object at another place: one object becomes two");

    private final String how;

    Kind(String how) {
      this.how = how;
    }
  }

  /**
   * For the log, in development.
   *
   * @return both values, each with its class
   */
  public String values() {
    return text(was) + " becomes " + text(is) + kind.how;
  }

  /**
   * For the log, anywhere.
   *
   * @return the classes of both values
   */
  public String classes() {
    return name(was) + " becomes another " + name(is) + kind.how;
  }

  private static String name(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "null" : name(value) + " " + shown(value);
  }

  private static String shown(Object value) {
    try {
      String text = String.valueOf(value);
      return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
    } catch (RuntimeException | StackOverflowError unprintable) {
      return "(" + unprintable.getClass().getSimpleName() + " in toString)";
    }
  }
}
