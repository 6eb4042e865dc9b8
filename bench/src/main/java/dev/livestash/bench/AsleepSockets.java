package dev.livestash.bench;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.NullMarked;

/**
 * Many sockets with large states on a server with little memory: all are opened, and all sleep in
 * the end; then each is woken by an event, and shows exactly the state that it ought to.
 */
@NullMarked
final class AsleepSockets {
  private static final int TABS = 15_000;
  private static final int HEAP_MEGABYTES = 256;
  private static final int SLEEP_AFTER_MILLIS = 5_000;
  private static final String SIZE = "100KB";

  private AsleepSockets() {}

  /** The argument: how many tabs, if not 15,000. */
  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : TABS;
    long heap = (long) HEAP_MEGABYTES << 20;
    // The limit of the node's states is the one that it has by default: a part of its heap.
    long maxStatesBytes = heap * 3 / 8;
    try (ServerProcess server =
            new ServerProcess(
                SleeperServer.class,
                List.of(
                    "-Xmx" + HEAP_MEGABYTES + "m",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError"),
                List.of(
                    SIZE, Long.toString(maxStatesBytes), Integer.toString(SLEEP_AFTER_MILLIS)));
        Sleepers sleepers = new Sleepers(server.address())) {
      sleepers.open(count);
      sleepers.await(() -> sleepers.tabs().stream().allMatch(SleeperTab::isAsleep), "asleep");
      System.out.printf("%,d tabs of %s sleep in a heap of %d MB%n", count, SIZE, HEAP_MEGABYTES);
      int exact = exact(sleepers);
      System.out.printf("%,d of them were woken and edited, exactly%n", exact);
      if (exact < count) {
        throw new IllegalStateException("not all of them");
      }
    }
  }

  private static int exact(Sleepers sleepers) throws IOException {
    Board first = Sample.board(SIZE).state();
    List<SleeperTab> all = sleepers.tabs();
    int exact = 0;
    for (int from = 0; from < all.size(); from += Sleepers.AT_ONCE) {
      List<SleeperTab> some = all.subList(from, Math.min(all.size(), from + Sleepers.AT_ONCE));
      for (int i = 0; i < some.size(); i++) {
        some.get(i).send(from + i);
      }
      sleepers.await(() -> some.stream().allMatch(SleeperTab::isKept), "kept");
      for (int i = 0; i < some.size(); i++) {
        OptionalInt right = OptionalInt.of(first.withQuantity(from + i).hashCode());
        exact += some.get(i).shown().equals(right) ? 1 : 0;
      }
    }
    return exact;
  }
}
