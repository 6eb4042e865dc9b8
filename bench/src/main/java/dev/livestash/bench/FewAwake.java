package dev.livestash.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Many tabs, of which few are used at a time, on a node with room for a fifth of their states; and
 * the same on one with room for all. Who is active changes one by one, as people come and go; and
 * then all at once, as after an announcement, so that most of them have slept.
 */
@NullMarked
final class FewAwake {
  private static final int TABS = 10_000;
  private static final int ACTIVE = TABS / 20;
  private static final long ROOM = 2_000L * (4 * 1024 + 8 * 100 * 1024);
  private static final long MUCH = 1L << 40;
  private static final Duration ROUND = Duration.ofSeconds(20);
  private static final int ROUNDS = 4;
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(5);
  private static final String SIZE = "100KB";
  private static final String HOUR_MILLIS = "3600000";

  private static final Duration STAY = ROUND.dividedBy(ACTIVE);

  /** How those that are active change. */
  private enum Change {
    ONE_BY_ONE,
    AT_ONCE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final Random random = new Random(1);
  private final List<SleeperTab> active = new ArrayList<>();
  private final Change change;

  private FewAwake(Change change) {
    this.change = change;
  }

  /** Prints a line for each of both, and for both again. */
  public static void main(String[] args) throws IOException {
    for (Change change : Change.values()) {
      new FewAwake(change).measure("room for all", MUCH);
      new FewAwake(change).measure("room for 2,000", ROOM);
    }
  }

  private void measure(String what, long maxStatesBytes) throws IOException {
    List<String> arguments = List.of(SIZE, Long.toString(maxStatesBytes), HOUR_MILLIS);
    List<String> flags = List.of("-Xmx6g");
    try (ServerProcess server = new ServerProcess(SleeperServer.class, flags, arguments);
        Sleepers sleepers = new Sleepers(server.address())) {
      sleepers.open(TABS);
      var unused = use(sleepers); // a warm-up
      List<Double> waits = new ArrayList<>();
      int before = sleepers.tabs().stream().mapToInt(SleeperTab::sleeps).sum();
      for (int round = 0; round < ROUNDS; round++) {
        waits.addAll(use(sleepers));
      }
      checkExact(sleepers.tabs());
      int slept = sleepers.tabs().stream().mapToInt(SleeperTab::sleeps).sum() - before;
      System.out.printf(
          "%-11s %-15s %,d events answered, p50 %.2f ms, p99 %.2f ms; a session fell asleep %,d times%n",
          change, what, waits.size(), quantile(waits, 0.5), quantile(waits, 0.99), slept);
    }
  }

  /** Each shows what its last event has made of its state, and nothing else. */
  private static void checkExact(List<SleeperTab> tabs) {
    Board first = Sample.board(SIZE).state();
    for (SleeperTab tab : tabs) {
      Board right =
          tab.quantity().isPresent() ? first.withQuantity(tab.quantity().getAsInt()) : first;
      if (!tab.shown().equals(OptionalInt.of(right.hashCode()))) {
        throw new IllegalStateException("a tab shows another state than it ought to");
      }
    }
  }

  /** Uses some tabs for a while: how long each event has waited, in milliseconds. */
  private List<Double> use(Sleepers sleepers) throws IOException {
    if (change == Change.AT_ONCE || active.isEmpty()) {
      active.clear();
      Stream.generate(() -> any(sleepers.tabs())).limit(ACTIVE).forEach(active::add);
    }
    List<Double> waits = new ArrayList<>();
    List<SleeperTab> asked = new ArrayList<>();
    long end = System.nanoTime() + ROUND.toNanos();
    long next = System.nanoTime();
    long nextChange = next + STAY.toNanos();
    while (System.nanoTime() < end) {
      if (change == Change.ONE_BY_ONE && System.nanoTime() >= nextChange) {
        nextChange += STAY.toNanos();
        active.set(random.nextInt(ACTIVE), any(sleepers.tabs()));
      }
      if (System.nanoTime() >= next) {
        next += BETWEEN_EVENTS.toNanos();
        SleeperTab tab = any(active);
        if (tab.isAnswered() && !asked.contains(tab)) {
          tab.send(random.nextInt(1_000));
          asked.add(tab);
        }
      }
      sleepers.look();
      take(asked, waits);
    }
    sleepers.await(() -> asked.stream().allMatch(SleeperTab::isAnswered), "answered");
    take(asked, waits);
    return waits;
  }

  private SleeperTab any(List<SleeperTab> tabs) {
    return tabs.get(random.nextInt(tabs.size()));
  }

  private static void take(List<SleeperTab> asked, List<Double> waits) {
    asked.removeIf(
        tab -> {
          if (tab.isAnswered()) {
            waits.add(tab.waitedNanos() / 1e6);
          }
          return tab.isAnswered();
        });
  }

  private static double quantile(List<Double> waits, double which) {
    return Quartiles.quantile(waits.stream().mapToDouble(Double::doubleValue), which);
  }
}
