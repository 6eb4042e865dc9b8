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

  private Drain() {}

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
   * @param maxRetryMillis the longest that any was told to stay away
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
      long maxRetryMillis) {

    boolean isClean() {
      return cut == 0 && mute == 0 && restart == tabs && refusals > 0;
    }

    long awayMillis(double quantile) {
      return away.length == 0 ? 0 : away[(int) Math.min(away.length - 1, quantile * away.length)];
    }

    String table() {
      return """
          | tabs | 1012 after bye | 1006 | without bye | checks answered 503 | restored elsewhere | told to stay away up to | away p50 | p99 | max |
          |---|---|---|---|---|---|---|---|---|---|
          | %d | %d | %d | %d | %d | %d | %d ms | %d ms | %d ms | %d ms |
          """
          .formatted(
              tabs,
              restart,
              cut,
              mute,
              refusals,
              restored,
              maxRetryMillis,
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
      Outcome outcome = run(folder, tabs, Optional.of(other));
      System.out.println(outcome.table());
      return outcome.isClean() && outcome.restored() == tabs;
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
        tabs.maxRetryMillis());
  }
}
