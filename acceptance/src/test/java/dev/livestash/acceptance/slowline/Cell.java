package dev.livestash.acceptance.slowline;

import java.time.Duration;

/**
 * One thing to be carried over one line.
 *
 * @param kind {@code event}, {@code join} or {@code keep}
 * @param bytes how large it is
 * @param kilobits the line's rate, in thousands of bits a second
 * @param roundTripMillis the line's latency, there and back
 */
record Cell(String kind, int bytes, int kilobits, int roundTripMillis) {
  private static final double FACTOR = 1.5;

  /** For what this machine does meanwhile, with all the other cells. */
  private static final Duration ALLOWANCE = Duration.ofSeconds(1);

  private static final int PATIENCE_FACTOR = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * What came of it.
   *
   * @param cell the place in the list
   * @param bytes what the frame had
   * @param ms how long it took; -1 if it did not arrive
   * @param lost how often the connection was lost
   */
  record Outcome(int cell, int bytes, long ms, int lost) {}

  /** What the line needs for so many bytes: a join needs the handshake before it. */
  long neededMillis(int sent) {
    int ways = kind.equals("join") ? 2 : 1;
    return (long) sent * 8 / kilobits + (long) ways * roundTripMillis;
  }

  long allowedMillis(int sent) {
    return (long) (FACTOR * neededMillis(sent)) + ALLOWANCE.toMillis();
  }

  long patienceMillis() {
    return PATIENCE_FACTOR * neededMillis(bytes) + PATIENCE.toMillis();
  }

  boolean isGood(Outcome outcome) {
    return outcome.ms() >= 0
        && outcome.lost() == 0
        && outcome.ms() <= allowedMillis(outcome.bytes());
  }
}
