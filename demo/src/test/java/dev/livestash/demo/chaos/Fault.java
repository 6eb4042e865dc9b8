package dev.livestash.demo.chaos;

import java.util.Random;

/**
 * What goes wrong with a connection.
 *
 * @param kind what
 * @param next whether the next connection is meant, from its first byte on, and not an open one
 * @param upward whether it is cut on the way to the server, and not on the way back; {@code
 *     CUT_WITHIN} only
 * @param ms how long it is stalled, or how late each chunk is
 * @param bytes how much still passes; {@code CUT_WITHIN} only
 */
record Fault(Kind kind, boolean next, boolean upward, int ms, int bytes) {

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

  private static final double NEXT_SHARE = 0.25;
  private static final int MAX_BYTES = 400;
  private static final int MAX_DELAY_MS = 150;
  private static final int MIN_STALL_MS = 100;
  private static final int MAX_STALL_MS = 3_000;

  static Fault random(Random random) {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[random.nextInt(kinds.length)];
    int ms =
        kind == Kind.DELAY
            ? 1 + random.nextInt(MAX_DELAY_MS)
            : MIN_STALL_MS + random.nextInt(MAX_STALL_MS - MIN_STALL_MS);
    return new Fault(
        kind,
        random.nextDouble() < NEXT_SHARE,
        random.nextBoolean(),
        ms,
        1 + random.nextInt(MAX_BYTES));
  }
}
