package dev.livestash.internal.render;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * How far the elements of a sequence have moved, all of them alike. A guess by the first ones of
 * those that are left; a wrong one costs the time to look closer.
 */
final class Shift {
  /** How far it is looked for. */
  static final int MAX_ELEMENTS = 32;

  /** What is equal, and not the same object, is looked for within a quarter of the sequence. */
  private static final int PARTS = 4;

  /** How many that follow each other must have moved alike. */
  private static final int MIN_RUN = 4;

  private final List<?> before;
  private final List<?> now;

  private Shift(List<?> before, List<?> now) {
    this.before = before;
    this.now = now;
  }

  /**
   * First by which objects they are, and only then by what they are, which costs less than to
   * compare each with the one in its place.
   *
   * @param now of the same size
   * @return how many places further ahead what stands in {@code now} stood in {@code before},
   *     negative if it was further behind; 0 if that is not seen, or the first one is the same
   */
  static int of(List<?> before, List<?> now, BiPredicate<Object, Object> isSame) {
    int size = now.size();
    if (size < 2 || before.get(0) == now.get(0)) {
      return 0;
    }
    Shift shift = new Shift(before, now);
    int byObject = shift.within(Math.min(MAX_ELEMENTS, size - 1), (one, other) -> one == other);
    return byObject != 0 || size < PARTS || isSame.test(before.get(0), now.get(0))
        ? byObject
        : shift.within(Math.min(MAX_ELEMENTS, size / PARTS), isSame);
  }

  private int within(int most, BiPredicate<Object, Object> isSame) {
    for (int distance = 1; distance <= most; distance++) {
      if (isRun(before, now, distance, isSame)) {
        return distance;
      }
      if (isRun(now, before, distance, (one, other) -> isSame.test(other, one))) {
        return -distance;
      }
    }
    return 0;
  }

  private static boolean isRun(
      List<?> ahead, List<?> behind, int distance, BiPredicate<Object, Object> isSame) {
    int run = Math.min(MIN_RUN, behind.size() - distance);
    for (int i = 0; i < run; i++) {
      if (!isSame.test(ahead.get(i + distance), behind.get(i))) {
        return false;
      }
    }
    return true;
  }
}
