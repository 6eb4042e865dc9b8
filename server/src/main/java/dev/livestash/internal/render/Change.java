package dev.livestash.internal.render;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** What became of a value, from one render to the next. */
sealed interface Change {
  /** Its JSON is what it was. */
  record Same() implements Change {}

  /** It is written anew, by who knows how. */
  record Anew() implements Change {}

  /** A member that is gone. */
  record Gone() implements Change {}

  /** It is written anew, as an array of nothing else. */
  @FunctionalInterface
  non-sealed interface Written extends Change {
    /** Writes the array. */
    void write(JsonGenerator out);
  }

  /** Some of its members, or of its elements by their index, are others. */
  record Parts(Map<String, Change> changes) implements Change {}

  /** It is made of ranges of the old one, and of what stands between them. */
  record Spliced(List<Written> literals, List<Range> ranges) implements Change {}

  /** A range of a string's UTF-16 units, or of a sequence's elements. */
  record Range(int start, int end) {}

  Change SAME = new Same();
  Change ANEW = new Anew();
  Change GONE = new Gone();
}
