package dev.livestash.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * How much longer the answer to an event takes if its session sleeps: of one tab, by turns once
 * asleep, and once right after that.
 */
@NullMarked
final class WakeTime {
  private static final int WARM_UPS = 300;
  private static final int PAIRS = 500;
  private static final int SLEEP_AFTER_MILLIS = 10;
  private static final long MUCH = 1L << 40;

  private WakeTime() {}

  /** Prints a line for each size. */
  public static void main(String[] args) throws IOException {
    for (String size : List.of("10KB", "100KB")) {
      measure(size);
    }
  }

  private static void measure(String size) throws IOException {
    List<String> arguments =
        List.of(size, Long.toString(MUCH), Integer.toString(SLEEP_AFTER_MILLIS));
    try (ServerProcess server = new ServerProcess(SleeperServer.class, List.of(), arguments);
        Sleepers sleepers = new Sleepers(server.address())) {
      sleepers.open(1);
      SleeperTab tab = sleepers.tabs().get(0);
      List<Double> asleep = new ArrayList<>();
      List<Double> awake = new ArrayList<>();
      for (int pair = 0; pair < WARM_UPS + PAIRS; pair++) {
        sleepers.await(tab::isAsleep, "asleep");
        double slow = millis(sleepers, tab, 2 * pair);
        double fast = millis(sleepers, tab, 2 * pair + 1);
        if (pair >= WARM_UPS) {
          asleep.add(slow);
          awake.add(fast);
        }
      }
      System.out.printf(
          "%-6s an event takes %.2f ms awake, %.2f ms asleep (medians of %d pairs)%n",
          size, median(awake), median(asleep), PAIRS);
    }
  }

  private static double millis(Sleepers sleepers, SleeperTab tab, int quantity) throws IOException {
    tab.send(quantity);
    sleepers.await(tab::isKept, "answered");
    return tab.waitedNanos() / 1e6;
  }

  private static double median(List<Double> millis) {
    return Quartiles.median(millis.stream().mapToDouble(Double::doubleValue));
  }
}
