package dev.livestash.acceptance.drain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Stops one of two nodes under thousands of tabs, and counts what they see. */
final class Drain {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int RESTART = 1012;
  private static final int NO_CLOSE = 1006;
  private static final int UNAVAILABLE = 503;

  /** How much later than at the time that it chose a tab may be live: its join takes a while. */
  private static final long SLACK_MILLIS = 1_000;

  private Drain() {}

  /** Between which times after its goodbye a tab comes back. */
  record Spread(long minMillis, long maxMillis) {
    private static final long MIN_MILLIS = 100;

    /** What is promised so many tabs: 1 s and 1 ms for each, 30 s at most. */
    static Spread promised(int tabs) {
      return new Spread(MIN_MILLIS, MIN_MILLIS + Math.min(30_000, 1_000 + tabs));
    }

    long middleMillis() {
      return (minMillis + maxMillis) / 2;
    }

    @Override
    public String toString() {
      return minMillis + " to " + maxMillis + " ms";
    }
  }

  /**
   * What came of a drain.
   *
   * @param tabs how many there were
   * @param cut how many saw no close frame (1006)
   * @param restart how many were closed with 1012
   * @param mute how many had no {@code bye}
   * @param refusals how many checks, one a second, were answered with 503
   * @param restored how many came back with their state; 0 if there is nowhere to come back to
   * @param away how long each was away, in milliseconds, sorted
   * @param told the least and the longest that any was told to stay away
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outcome(
      int tabs,
      long cut,
      long restart,
      long mute,
      long refusals,
      long restored,
      long[] away,
      Spread told) {

    boolean isClean() {
      return cut == 0 && mute == 0 && restart == tabs && refusals > 0;
    }

    /** Whether all were told to come back as {@code docs/operations.md} promises. */
    boolean isToldAsPromised() {
      return told.equals(Spread.promised(tabs));
    }

    /** Whether they came back over that time: neither later, nor all at its beginning or end. */
    boolean isSpread() {
      Spread promised = Spread.promised(tabs);
      return Math.abs(awayMillis(0.5) - promised.middleMillis()) <= SLACK_MILLIS
          && awayMillis(0.99) <= promised.maxMillis() + SLACK_MILLIS
          && awayMillis(0) >= promised.minMillis();
    }

    long awayMillis(double quantile) {
      return away.length == 0 ? 0 : away[(int) Math.min(away.length - 1, quantile * away.length)];
    }

    String table() {
      Spread promised = Spread.promised(tabs);
      return """
          | tabs | 1012 after bye | 1006 | without bye | checks answered 503 | restored elsewhere | told to stay away | promised | away p50 (%d ± %d ms) | p99 (≤ %d ms) | max |
          |---|---|---|---|---|---|---|---|---|---|---|
          | %d | %d | %d | %d | %d | %d | %s | %s | %d ms | %d ms | %d ms |
          """
          .formatted(
              promised.middleMillis(),
              SLACK_MILLIS,
              promised.maxMillis() + SLACK_MILLIS,
              tabs,
              restart,
              cut,
              mute,
              refusals,
              restored,
              told,
              promised,
              awayMillis(0.5),
              awayMillis(0.99),
              awayMillis(1));
    }
  }

  /**
   * The program.
   *
   * @param arguments how many tabs; 5,000 if it does not say
   */
  public static void main(String[] arguments) throws Exception {
    int tabs = arguments.length == 0 ? 5_000 : Integer.parseInt(arguments[0]);
    // Not in the block below: an exit would leave the other node behind.
    System.exit(isGood(tabs) ? 0 : 1);
  }

  private static boolean isGood(int tabs) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("livestash-drain");
    try (DrainNode other = DrainNode.start(folder.resolve("keys.json"))) {
      serve(other, tabs);
      Outcome outcome = run(folder, tabs, Optional.of(other));
      System.out.println(outcome.table());
      return outcome.isClean()
          && outcome.restored() == tabs
          && outcome.isToldAsPromised()
          && outcome.isSpread();
    }
  }

  /** The other one of two nodes has had its own tabs for long; one that is just started is slow. */
  private static void serve(DrainNode other, int count) throws IOException {
    try (DrainTabs tabs = new DrainTabs()) {
      tabs.open(count, other.port(), PATIENCE);
    }
  }

  /**
   * Has tabs, stops their node, and looks how they leave and come back.
   *
   * @param other where they come back to; nowhere, if there is none
   */
  static Outcome run(Path folder, int count, Optional<DrainNode> other)
      throws IOException, InterruptedException {
    try (DrainNode node = DrainNode.start(folder.resolve("keys.json"));
        DrainTabs tabs = new DrainTabs()) {
      tabs.open(count, node.port(), PATIENCE);
      try (HealthCheck check = new HealthCheck(node.port())) {
        node.stop();
        OptionalInt port = other.map(one -> OptionalInt.of(one.port())).orElse(OptionalInt.empty());
        if (!tabs.leave(port, PATIENCE) || !node.hasEnded(PATIENCE)) {
          throw new IOException("The node does not let its tabs go, or they do not come back.");
        }
        return outcome(count, tabs, check);
      }
    }
  }

  private static Outcome outcome(int count, DrainTabs tabs, HealthCheck check) {
    return new Outcome(
        count,
        tabs.endedWith(NO_CLOSE),
        tabs.endedWith(RESTART),
        tabs.endedWithoutGoodbye(),
        check.answers().stream().filter(answer -> answer == UNAVAILABLE).count(),
        tabs.cameBackAs("restored"),
        tabs.awayMillis(),
        tabs.told());
  }
}
