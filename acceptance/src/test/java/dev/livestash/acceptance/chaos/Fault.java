package dev.livestash.acceptance.chaos;

import java.util.List;
import java.util.Random;

/**
 * What goes wrong with a connection.
 *
 * @param kind what
 * @param way in which direction; a reset or a close is always in both
 * @param next whether the next connection is meant, from its first byte on, and not an open one
 * @param ms how long it is stalled, or how late each chunk is
 * @param bytes how much of the next chunk still passes; {@code CUT_WITHIN} only
 */
record Fault(Kind kind, Way way, boolean next, int ms, int bytes) {

  enum Kind {
    /** Both ends get a reset. */
    RESET,
    /** Both ends get an orderly close that neither asked for. */
    CLOSE,
    /** It is reset after a part of the next chunk has passed. */
    CUT_WITHIN,
    /** Nothing passes for a while. */
    STALL,
    /** Nothing passes for a while, and then it is reset. */
    STALL_AND_CUT,
    /** All that passes in the next two seconds is late. */
    DELAY
  }

  /** Which direction is meant. */
  enum Way {
    /** From the tab to the server: what the user does is not heard of. */
    UP,
    /** From the server to the tab: what the user does is done, and not answered. */
    DOWN,
    BOTH
  }

  private static final double NEXT_SHARE = 0.25;
  private static final int MAX_BYTES = 400;
  private static final int MAX_DELAY_MS = 150;
  private static final int MIN_STALL_MS = 100;
  private static final int MAX_STALL_MS = 2_000;

  static Fault random(Random random) {
    Kind kind = oneOf(Kind.values(), random);
    int ms =
        kind == Kind.DELAY
            ? 1 + random.nextInt(MAX_DELAY_MS)
            : MIN_STALL_MS + random.nextInt(MAX_STALL_MS - MIN_STALL_MS);
    return new Fault(
        kind,
        oneOf(Way.values(), random),
        random.nextDouble() < NEXT_SHARE,
        ms,
        1 + random.nextInt(MAX_BYTES));
  }

  private static <T> T oneOf(T[] values, Random random) {
    return List.of(values).get(random.nextInt(values.length));
  }
}
