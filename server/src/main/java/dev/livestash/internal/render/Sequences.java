package dev.livestash.internal.render;

import dev.livestash.internal.render.Change.Range;
import dev.livestash.internal.render.Change.Spliced;
import dev.livestash.internal.render.Change.Written;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A sequence whose elements are not where they were. With more of them than before, or fewer: what
 * was there at both its ends, and the very same objects in between, wherever they are now.
 */
final class Sequences {
  /** Writes some of the new elements, as an array. */
  interface Literals {
    /** The elements from one index to another one. */
    Written of(int from, int to);
  }

  /**
   * A tab puts the new sequence together range by range, and copies it each time: where that would
   * be more elements, it is the faster for getting all of it.
   */
  static final long MAX_COPIED = 10_000_000;

  private final BiPredicate<Object, Object> isSame;
  private final Literals literals;

  Sequences(BiPredicate<Object, Object> isSame, Literals literals) {
    this.isSame = isSame;
    this.literals = literals;
  }

  Written literal(int from, int to) {
    return literals.of(from, to);
  }

  Change spliced(List<?> before, List<?> now) {
    if (before.isEmpty() || now.isEmpty()) {
      return Change.ANEW;
    }
    int most = Math.min(before.size(), now.size());
    int start = 0;
    while (start < most && isSame.test(before.get(start), now.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && isSame.test(before.get(before.size() - 1 - end), now.get(now.size() - 1 - end))) {
      end++;
    }
    Pieces pieces = new Pieces();
    pieces.copy(0, start);
    between(before, now, start, end, pieces);
    pieces.copy(before.size() - end, before.size());
    return pieces.change(now.size());
  }

  /**
   * As many elements as before, of which those at one end are new: a window that has moved on, like
   * a log of its last lines.
   *
   * @return none unless it has less to write than all that are others in their place
   */
  Change moved(List<?> before, List<?> now) {
    int shift = Shift.of(before, now, isSame);
    if (shift == 0) {
      return Change.ANEW;
    }
    int size = now.size();
    int end = 0;
    while (end < size && isSame.test(before.get(size - 1 - end), now.get(size - 1 - end))) {
      end++;
    }
    Pieces pieces = new Pieces();
    for (int i = 0; i < size - end; i++) {
      int from = i + shift;
      if (from >= 0 && from < size && isSame.test(before.get(from), now.get(i))) {
        pieces.copy(from, from + 1);
      } else {
        pieces.add();
      }
    }
    pieces.copy(size - end, size);
    return hasMoreOthers(before, now, size - pieces.copied()) ? pieces.change(size) : Change.ANEW;
  }

  private boolean hasMoreOthers(List<?> before, List<?> now, int than) {
    int others = 0;
    for (int i = 0; i < now.size() && others <= than; i++) {
      others += isSame.test(before.get(i), now.get(i)) ? 0 : 1;
    }
    return others > than;
  }

  private void between(List<?> before, List<?> now, int start, int end, Pieces pieces) {
    IdentityHashMap<Object, Integer> places = new IdentityHashMap<>();
    for (int i = start; i < before.size() - end; i++) {
      places.put(before.get(i), i);
    }
    for (int i = start; i < now.size() - end; i++) {
      Integer place = places.get(now.get(i));
      if (place == null) {
        pieces.add();
      } else {
        pieces.copy(place, place + 1);
      }
    }
  }

  /** What the new sequence is made of, in its order. */
  private final class Pieces {
    private final List<Written> written = new ArrayList<>();
    private final List<Range> ranges = new ArrayList<>();

    /** Which of the new elements is next, and from which one on they are not in a range. */
    private int at;

    private int literalStart;

    private int copied;

    int copied() {
      return copied;
    }

    void add() {
      at++;
    }

    void copy(int from, int to) {
      if (from == to) {
        return;
      }
      int last = ranges.size() - 1;
      if (last >= 0 && literalStart == at && ranges.get(last).end() == from) {
        ranges.set(last, new Range(ranges.get(last).start(), to));
      } else {
        written.add(literal(literalStart, at));
        ranges.add(new Range(from, to));
      }
      copied += to - from;
      at += to - from;
      literalStart = at;
    }

    Change change(int size) {
      if (ranges.isEmpty() || (long) ranges.size() * size > MAX_COPIED) {
        return Change.ANEW;
      }
      written.add(literal(literalStart, size));
      return new Spliced(written, ranges);
    }
  }
}
