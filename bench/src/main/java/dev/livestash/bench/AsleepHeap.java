package dev.livestash.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * What a session whose state sleeps in its tab adds to the heap of a plain Undertow WebSocket, its
 * entry in the fence included, whatever its state's size.
 */
@NullMarked
final class AsleepHeap {
  /** The more a session holds while it is awake, the fewer of them. */
  private static final Map<String, Integer> TABS =
      Map.of("10KB", 2_000, "100KB", 2_000, "1MB", 500);

  private static final Duration SLEEP_AFTER = Duration.ofMillis(10);

  /** Until {@code asleep}: {@code joined}, {@code keep} and that. */
  private static final int FRAMES = 3;

  private AsleepHeap() {}

  /** Prints a line for each size. */
  public static void main(String[] args) throws IOException {
    double plain = IdleHeap.plain(tabs("10KB"));
    for (String size : List.of("10KB", "100KB", "1MB")) {
      System.out.printf("%-6s %,8.0f bytes a tab asleep%n", size, session(size) - plain);
    }
  }

  private static double session(String size) throws IOException {
    Swarm.Script script =
        new Swarm.Script(i -> Server.join(Optional.empty()), Server::kept, FRAMES);
    try (Server server = Server.livestash(Sample.board(size).state(), SLEEP_AFTER)) {
      return IdleHeap.bytesPerTab(server.address(), script, tabs(size));
    }
  }

  private static int tabs(String size) {
    return TABS.getOrDefault(size, 0);
  }
}
