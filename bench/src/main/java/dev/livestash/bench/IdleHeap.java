package dev.livestash.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * What a session that waits for its user adds to the heap of a plain Undertow WebSocket. Where all
 * sessions share one state object, it does not count, but what LiveStash keeps about it, for
 * patches, does; a restored session has a state of its own.
 */
@NullMarked
final class IdleHeap {
  private static final int ROUNDS = 3;
  private static final int COLLECTIONS = 5;

  /** The more a session holds, the fewer of them. */
  private static final Map<String, Integer> TABS =
      Map.of("1KB", 2_000, "10KB", 2_000, "100KB", 1_000, "1MB", 200, Sample.SHEET, 50);

  private static final String RESTORED = "10KB";
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final Swarm.Script PLAIN =
      new Swarm.Script(i -> "hello", frame -> Optional.empty(), 1);

  private IdleHeap() {}

  /** The argument: where the figures go as JSON. */
  public static void main(String[] args) throws IOException {
    Figures figures = new Figures();
    int tabs = TABS.getOrDefault("1KB", 0);
    double plain = plain(tabs);
    for (String size : Sample.SIZES) {
      figures.put("idle_bytes", size, session(size) - plain);
    }
    figures.put("idle_restored_bytes", restored() - plain);
    figures.put("idle_still_shown_bytes", stillShown() - plain);
    figures.put("idle_plain_socket_bytes", plain - client(tabs));
    figures.show(args);
  }

  static double plain(int tabs) throws IOException {
    try (Server server = Server.echo()) {
      return bytesPerTab(server.address(), PLAIN, tabs);
    }
  }

  /** What of a plain socket is its client's, for those are in this JVM too. */
  private static double client(int tabs) throws IOException {
    try (ServerProcess server = new ServerProcess(EchoServer.class, List.of(), List.of())) {
      return bytesPerTab(server.address(), PLAIN, tabs);
    }
  }

  private static double session(String size) throws IOException {
    Swarm.Script script = new Swarm.Script(i -> Server.join(Optional.empty()), Server::kept, 2);
    try (Server server = Server.livestash(Sample.board(size).state())) {
      return bytesPerTab(server.address(), script, TABS.getOrDefault(size, 0));
    }
  }

  /** A session that was restored has its own state, and leans on what its tab holds. */
  private static double restored() throws IOException {
    Sample<Board> sample = Sample.board(RESTORED);
    int tabs = TABS.getOrDefault(RESTORED, 0);
    // Made before, for the tokens are the clients'.
    Swarm.Script script = eachOnce(Returning.restored(List.of(sample), (1 + ROUNDS) * tabs));
    try (Server server = Server.livestash(sample.state())) {
      return bytesPerTab(server.address(), script, tabs);
    }
  }

  /** One whose page still shows its state has left that in its tab. */
  private static double stillShown() throws IOException {
    Sample<Board> sample = Sample.board(RESTORED);
    int tabs = TABS.getOrDefault(RESTORED, 0);
    try (Server server = Server.livestash(sample.state())) {
      Swarm.Script script =
          eachOnce(Returning.stillShown(server, List.of(sample), (1 + ROUNDS) * tabs));
      return bytesPerTab(server.address(), script, tabs);
    }
  }

  /** No token comes twice, whichever swarm brings it. */
  private static Swarm.Script eachOnce(Swarm.Script script) {
    int[] next = {0};
    return new Swarm.Script(i -> script.hello().apply(next[0]++), script.answer(), script.frames());
  }

  /**
   * The median of some rounds, none of whose tabs leave: threads and buffers, which come and go,
   * count for one of them. The first one is not measured.
   */
  static double bytesPerTab(InetSocketAddress server, Swarm.Script script, int tabs)
      throws IOException {
    List<Swarm> swarms = new ArrayList<>();
    try {
      double[] bytes = new double[ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        Swarm swarm = new Swarm(server, "/", script);
        swarms.add(swarm);
        long before = used();
        swarm.run(tabs);
        if (round >= 0) {
          bytes[round] = (used() - before) / (double) tabs;
        }
      }
      Arrays.sort(bytes);
      return bytes[ROUNDS / 2];
    } finally {
      for (Swarm swarm : swarms) {
        swarm.close();
      }
    }
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
