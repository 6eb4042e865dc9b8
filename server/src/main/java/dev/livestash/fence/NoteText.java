package dev.livestash.fence;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of notes. Whatever else stands where one should is none, and gives way to one: whoever
 * can write to an engine must not be able to keep others' notes out.
 */
final class NoteText {
  private static final int MAX_CHARS = 1024;
  private static final Pattern SHAPE = Pattern.compile("\\d{12}.*", Pattern.DOTALL);

  private NoteText() {}

  static boolean isOne(String text) {
    return text.length() <= MAX_CHARS && SHAPE.matcher(text).matches();
  }

  /** Of what is held and a text that comes, the one that stays. */
  static String higher(@Nullable String held, String text) {
    return held != null && isOne(held) && held.compareTo(text) >= 0 ? held : text;
  }
}
