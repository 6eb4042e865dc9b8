package dev.livestash.internal.state;

import java.util.function.IntPredicate;
import tools.jackson.databind.ValueSerializer;

/**
 * Goes through a base's objects beside a state that is being written: which of them may be met
 * next. A little way is looked ahead, for elements that were removed or replaced, and far ahead
 * only where many are new in a row.
 */
final class Walk {
  /** No such object. */
  static final int NONE = -1;

  private static final int MAX_LOOK_AHEAD = 32;

  /** Elements that are made anew are mostly where they were, or beside one that came or went. */
  private static final int NEAR = 3;

  private static final int MISSES_BEFORE_LOOKING_FAR = 8;

  private final Trace trace;

  /** After the last object that was met again. */
  private int cursor;

  /** As far behind that as new values were written since: each may stand for an old one. */
  private int pace;

  private int limit;

  /** How many values in a row were not met near by. */
  private int misses;

  private int lookFarAt = MISSES_BEFORE_LOOKING_FAR;

  Walk(Trace trace) {
    this.trace = trace;
    this.limit = trace.size();
  }

  /** The entry of this very object, if it is still to come. */
  int find(Object value, ValueSerializer<?> serializer) {
    int found = within(cursor, MAX_LOOK_AHEAD, value, serializer);
    if (found == NONE && pace > cursor) {
      found = within(pace, MAX_LOOK_AHEAD, value, serializer);
    }
    if (found == NONE && ++misses == lookFarAt) {
      // Each time after twice as many, for the whole state, so that it is done a few times.
      lookFarAt *= 2;
      found = within(cursor, Integer.MAX_VALUE, value, serializer);
    }
    misses = found == NONE ? misses : 0;
    return found;
  }

  // Only ahead: what has changed its order had better become a new base. The very object is meant:
  // an equal one may have other bytes.
  @SuppressWarnings("ReferenceEquality")
  private int within(int from, int steps, Object value, ValueSerializer<?> serializer) {
    int entry = from;
    for (int i = 0; i < steps && entry < limit; i++) {
      if (trace.object(entry) == value && trace.serializer(entry) == serializer) {
        return entry;
      }
      entry = trace.next(entry);
    }
    return NONE;
  }

  /**
   * The first entry that is as is asked: the next one, and behind a value that was not met a few
   * more of those that the next value may stand for.
   */
  int findNear(IntPredicate asked) {
    int found = within(cursor, misses == 0 ? 1 : NEAR, asked);
    if (found == NONE && pace > cursor) {
      found = within(pace, NEAR, asked);
    }
    misses = found == NONE ? misses : 0;
    return found;
  }

  /** Whether the last value was not met. */
  boolean hasMissed() {
    return misses > 0;
  }

  private int within(int from, int steps, IntPredicate asked) {
    int entry = from;
    for (int i = 0; i < steps && entry < limit; i++) {
      if (asked.test(entry)) {
        return entry;
      }
      entry = trace.next(entry);
    }
    return NONE;
  }

  /** The entry that a new value may stand for. */
  int counterpart() {
    int entry = pace < limit ? pace : cursor;
    if (entry >= limit) {
      return NONE;
    }
    pace = trace.next(entry);
    return entry;
  }

  /** Goes on behind an object that was met. */
  void pass(int entry) {
    cursor = trace.next(entry);
    pace = cursor;
  }

  /** Goes into an object; returns what {@link #leave} needs. */
  int enter(int entry) {
    int outerLimit = limit;
    cursor = entry + 1;
    pace = cursor;
    limit = trace.next(entry);
    return outerLimit;
  }

  /** Goes on behind it, unless little of it was met: then it may still be to come. */
  void leave(int entry, int outerLimit, boolean isMet) {
    cursor = isMet ? limit : entry;
    pace = limit;
    limit = outerLimit;
  }
}
