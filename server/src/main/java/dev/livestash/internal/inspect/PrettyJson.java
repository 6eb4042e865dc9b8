package dev.livestash.internal.inspect;

/**
 * JSON with its lines broken, and otherwise as it stands: no number is read, so none is changed.
 * What does not print is escaped, so that a state does not write to a terminal what it likes.
 */
final class PrettyJson {
  /**
   * Deeper lines are not moved further to the right: else their length would grow with the depth.
   */
  private static final int MAX_INDENTS = 40;

  private final String json;
  private final StringBuilder out;
  private int depth;
  private int at;

  private PrettyJson(String json) {
    this.json = json;
    this.out = new StringBuilder(json.length() + json.length() / 4);
  }

  static String of(String json) {
    return new PrettyJson(json).pretty();
  }

  private String pretty() {
    while (at < json.length()) {
      char c = json.charAt(at);
      switch (c) {
        case '"' -> string();
        case '{', '[' -> open(c);
        case '}', ']' -> {
          depth--;
          line();
          out.append(c);
        }
        case ',' -> {
          out.append(c);
          line();
        }
        case ':' -> out.append(": ");
        default -> out.append(c);
      }
      at++;
    }
    return out.toString();
  }

  private void open(char bracket) {
    out.append(bracket);
    boolean isEmpty = at + 1 < json.length() && "]}".indexOf(json.charAt(at + 1)) >= 0;
    if (isEmpty) {
      out.append(json.charAt(++at));
      return;
    }
    depth++;
    line();
  }

  private void line() {
    out.append('\n').append("  ".repeat(Math.max(0, Math.min(depth, MAX_INDENTS))));
  }

  private void string() {
    out.append('"');
    for (at++; at < json.length() && json.charAt(at) != '"'; at++) {
      if (json.charAt(at) == '\\' && at + 1 < json.length()) {
        out.append(json.charAt(at++));
      }
      append(out, json.charAt(at));
    }
    out.append('"');
  }

  /** A text of one line. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      append(plain, text.charAt(i));
    }
    return plain.toString();
  }

  private static void append(StringBuilder out, char c) {
    boolean prints =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
    if (prints) {
      out.append(c);
    } else {
      out.append(String.format("\\u%04x", (int) c));
    }
  }
}
