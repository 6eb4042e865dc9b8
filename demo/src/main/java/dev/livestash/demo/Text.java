package dev.livestash.demo;

import java.nio.charset.StandardCharsets;

/** What may be in a text that comes from outside. */
final class Text {

  /** Longest quotation within a sentence, in characters. */
  private static final int SHORT_CHARS = 40;

  private Text() {}

  /**
   * Whether it is text at all: no control characters but tab and line ends, which only binary data
   * has, and no half of a surrogate pair, which UTF-8 cannot express.
   */
  static boolean isText(String text) {
    return text.codePoints().allMatch(Text::isTextual);
  }

  private static boolean isTextual(int character) {
    if (character < ' ') {
      return character == '\t' || character == '\n' || character == '\r';
    }
    return Character.getType(character) != Character.SURROGATE;
  }

  static int utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The text, or its beginning where it would fill a sentence. */
  static String shortened(String text) {
    if (text.codePointCount(0, text.length()) <= SHORT_CHARS) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, SHORT_CHARS)) + "…";
  }
}
