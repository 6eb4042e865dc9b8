package dev.livestash.testkit;

/**
 * What goes wrong with a connection.
 *
 * @param kind what
 * @param way in which direction; a reset or a close is always in both
 * @param next whether the next connection is meant, from its first byte on, and not an open one
 * @param ms how long it is stalled, or how late each chunk is
 * @param bytes how much of the next chunk still passes; {@code CUT_WITHIN} only
 */
public record Fault(Kind kind, Way way, boolean next, int ms, int bytes) {

  /** What goes wrong. */
  public enum Kind {
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
  public enum Way {
    /** From the tab to the server: what the user does is not heard of. */
    UP,
    /** From the server to the tab: what the user does is done, and not answered. */
    DOWN,
    /** Both. */
    BOTH
  }
}
