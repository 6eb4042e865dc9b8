package dev.livestash.internal.state;

/**
 * JSON text whose surrogates are not escaped. Jackson writes half a pair as an escape, which is
 * right (RFC 8259 section 8.2), but refuses it in a name; the character itself it takes.
 */
final class Surrogates {
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private Surrogates() {}

  static String unescaped(String json) {
    StringBuilder text = new StringBuilder(json.length());
    int at = 0;
    while (at < json.length()) {
      int escape = json.indexOf('\\', at);
      if (escape < 0 || escape + 1 == json.length()) {
        return text.append(json, at, json.length()).toString();
      }
      text.append(json, at, escape);
      at = appendEscape(text, json, escape);
    }
    return text.toString();
  }

  /** Returns where the escape ends. */
  private static int appendEscape(StringBuilder text, String json, int escape) {
    int digits = escape + 2;
    int end = digits + HEX_DIGITS;
    if (json.charAt(escape + 1) == 'u' && end <= json.length()) {
      char unit = unit(json, digits, end);
      if (Character.isSurrogate(unit)) {
        text.append(unit);
        return end;
      }
    }
    text.append(json, escape, digits);
    return digits;
  }

  private static char unit(String json, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * HEX + Math.max(0, Character.digit(json.charAt(i), HEX));
    }
    return (char) value;
  }
}
