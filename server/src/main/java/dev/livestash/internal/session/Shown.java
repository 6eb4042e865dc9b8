package dev.livestash.internal.session;

/** Text of strangers, made fit to stand in one line of a log. */
final class Shown {
  private static final int MAX_CHARS = 200;

  private Shown() {}

  /** The text as it is, cut to 200 characters. */
  static String cut(String foreign) {
    return foreign.length() > MAX_CHARS ? foreign.substring(0, MAX_CHARS) + "…" : foreign;
  }

  /** The text in quotes, cut to 200 characters, with what does not print as an escape. */
  static String quoted(String foreign) {
    return '"' + plain(foreign) + '"';
  }

  /** The same without quotes. */
  static String plain(String foreign) {
    StringBuilder shown = new StringBuilder();
    cut(foreign).codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (isPlain(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append(String.format("\\u{%x}", c));
    }
  }

  /** Not what ends or turns a line, nor what a quote would end at. */
  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> c != '"' && c != '\\';
    };
  }
}
