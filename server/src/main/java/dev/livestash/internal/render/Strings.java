package dev.livestash.internal.render;

import dev.livestash.internal.render.Change.Range;
import dev.livestash.internal.render.Change.Spliced;
import dev.livestash.internal.render.Change.Written;
import java.util.List;

/** A long string of which a part has changed. */
final class Strings {
  /** A shorter one is written anew: a patch of it saves nothing. */
  private static final int MIN_CHARS = 48;

  private Strings() {}

  static Change change(String before, String now) {
    int most = Math.min(before.length(), now.length());
    if (most < MIN_CHARS) {
      return Change.ANEW;
    }
    int start = start(before, now, most);
    int end = end(before, now, most - start);
    if (start + end < MIN_CHARS / 2) {
      return Change.ANEW;
    }
    Range first = new Range(0, start);
    Range last = new Range(before.length() - end, before.length());
    return new Spliced(
        List.of(literal(""), literal(now.substring(start, now.length() - end)), literal("")),
        List.of(first, last));
  }

  private static Written literal(String text) {
    return out -> out.writeString(text);
  }

  /** How much is the same at the start, without a half of a surrogate pair. */
  private static int start(String before, String now, int most) {
    int same = 0;
    while (same < most && before.charAt(same) == now.charAt(same)) {
      same++;
    }
    return same > 0 && Character.isHighSurrogate(now.charAt(same - 1)) ? same - 1 : same;
  }

  private static int end(String before, String now, int most) {
    int same = 0;
    while (same < most
        && before.charAt(before.length() - 1 - same) == now.charAt(now.length() - 1 - same)) {
      same++;
    }
    return same > 0 && Character.isLowSurrogate(now.charAt(now.length() - same)) ? same - 1 : same;
  }
}
