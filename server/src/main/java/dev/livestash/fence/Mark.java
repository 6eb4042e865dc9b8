package dev.livestash.fence;

import java.util.Comparator;

/**
 * A snapshot's place in its instance's history, compared as a pair: first the generation, then the
 * sequence.
 *
 * @param gen which attachment sealed it, at least 0
 * @param seq the snapshot's number, at least 0
 */
public record Mark(long gen, long seq) implements Comparable<Mark> {
  /** Before every snapshot. */
  public static final Mark NONE = new Mark(0, 0);

  private static final Comparator<Mark> ORDER =
      Comparator.comparingLong(Mark::gen).thenComparingLong(Mark::seq);

  @Override
  public int compareTo(Mark other) {
    return ORDER.compare(this, other);
  }

  /**
   * The later of two.
   *
   * @param other the other mark
   * @return this or the other
   */
  public Mark max(Mark other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
