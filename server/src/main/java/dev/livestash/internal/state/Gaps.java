package dev.livestash.internal.state;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a base's large objects have of their own: the bytes between the traced values in them.
 * Known, they need not be written again with every change of a value.
 */
final class Gaps {
  /** What is between two values may be kept up to this size. */
  private static final int MAX_GAP_BYTES = 1024;

  /** Those of most small states, whose objects are all compared as a whole. */
  private static final Gaps NONE = new Gaps();

  private final Map<Integer, byte[]> before = new HashMap<>();
  private final Map<Integer, byte[]> atEnd = new HashMap<>();

  /** The gaps in the objects that are not compared as a whole. */
  static Gaps of(Trace trace, byte[] plaintext, int comparedBytes) {
    Gaps gaps = new Gaps();
    for (int entry = 0; entry < trace.size(); entry++) {
      if (trace.length(entry) > comparedBytes && !isSequence(trace.object(entry))) {
        gaps.add(trace, entry, plaintext);
      }
    }
    return gaps.orNone();
  }

  /** There is only a comma between the elements of a sequence, and there may be many of them. */
  static boolean isSequence(Object object) {
    return object instanceof Collection || object instanceof Map || object.getClass().isArray();
  }

  private void add(Trace trace, int parent, byte[] plaintext) {
    int from = trace.start(parent);
    for (int child = parent + 1; child < trace.next(parent); child = trace.next(child)) {
      keep(before, child, plaintext, from, trace.start(child));
      from = trace.start(child) + trace.length(child);
    }
    keep(atEnd, parent, plaintext, from, trace.start(parent) + trace.length(parent));
  }

  private static void keep(
      Map<Integer, byte[]> where, int entry, byte[] plaintext, int from, int to) {
    if (to - from <= MAX_GAP_BYTES) {
      where.put(entry, Arrays.copyOfRange(plaintext, from, to));
    }
  }

  /**
   * Those that were copied together with what they stand beside.
   *
   * @param further as in {@link Trace#in}
   */
  Gaps in(Copies copies, Trace trace, int further) {
    Gaps copied = new Gaps();
    before.forEach(
        (child, bytes) -> {
          int start = trace.start(child) + further - bytes.length;
          if (copies.find(start, bytes.length + trace.length(child)) != Trace.NOWHERE) {
            copied.before.put(child, bytes);
          }
        });
    atEnd.forEach(
        (parent, bytes) -> {
          if (copies.find(trace.start(parent) + further, trace.length(parent)) != Trace.NOWHERE) {
            copied.atEnd.put(parent, bytes);
          }
        });
    return copied.orNone();
  }

  private Gaps orNone() {
    return before.isEmpty() && atEnd.isEmpty() ? NONE : this;
  }

  byte @Nullable [] before(int entry) {
    return before.get(entry);
  }

  byte @Nullable [] atEnd(int parent) {
    return atEnd.get(parent);
  }
}
