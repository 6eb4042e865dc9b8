package dev.livestash.session;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * What a session that waits for its user adds to the heap of a plain Undertow WebSocket. All
 * sessions share one state object of 1 KB, so that it does not count; what LiveStash keeps about
 * it, for patches, does.
 */
@NullMarked
final class IdleHeap {
  private static final int WARM_UP_TABS = 200;
  private static final int TABS = 2_000;
  private static final int COLLECTIONS = 5;

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private IdleHeap() {}

  /** The argument: where the figures go as JSON. */
  public static void main(String[] args) throws IOException {
    double plain = bytesPerSocket(false);
    double session = bytesPerSocket(true);
    Map<String, Double> figures =
        Map.of("idle_session_bytes", session - plain, "idle_plain_socket_bytes", plain);
    System.out.println(figures);
    if (args.length > 0) {
      Paths.MAPPER.writeValue(Path.of(args[0]), figures);
    }
  }

  private static double bytesPerSocket(boolean livestash) throws IOException {
    try (Server server = livestash ? Server.livestash(Sample.board("1KB").state()) : Server.echo();
        Swarm first = new Swarm(server.address(), "/", script(livestash));
        Swarm second = new Swarm(server.address(), "/", script(livestash))) {
      first.run(WARM_UP_TABS);
      long before = used();
      second.run(TABS);
      return (used() - before) / (double) TABS;
    }
  }

  private static Swarm.Script script(boolean livestash) {
    return livestash
        ? new Swarm.Script(i -> Server.join(Optional.empty()), Server::kept, 2)
        : new Swarm.Script(i -> "hello", frame -> Optional.empty(), 1);
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, MEMORY.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
