package dev.livestash.bench;

import dev.livestash.bench.Swarm.Outcome;
import dev.livestash.internal.pack.Packing;
import dev.livestash.settings.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A server has come back, and all its tabs with it: each brings a token of 10 KB of state, is
 * restored, gets its render and a new snapshot, and acknowledges it. Compared with as many plain
 * WebSockets that connect and get one short echo, and with the floor of a restore: the same plain
 * way, but a token comes, is opened, and its state is held. Server and clients share the machine's
 * cores.
 */
@NullMarked
final class Storm {
  private static final String SIZE = "10KB";

  /** In the first rounds, the compiler is busier than the server. */
  static final int WARM_UP_ROUNDS = 10;

  private static final int ROUNDS = 5;

  /** A recorder sees a thread once in some milliseconds. */
  private static final int PROFILED_ROUNDS = 25;

  private final Sample<Board> sample = Sample.board(SIZE);
  private final int tabs;
  private final int warmUpRounds;
  private @Nullable Profile profile;

  private Storm(int tabs, int warmUpRounds) {
    this.tabs = tabs;
    this.warmUpRounds = warmUpRounds;
  }

  /**
   * The arguments: how many tabs, how many rounds to warm up, and where the figures go as JSON; or
   * how many tabs, and {@code --profile}.
   */
  public static void main(String[] args) throws IOException {
    if (List.of(args).contains("--profile")) {
      new Storm(Integer.parseInt(args[0]), WARM_UP_ROUNDS).profile();
      return;
    }
    int tabs = Integer.parseInt(args[0]);
    int warmUpRounds = args.length > 1 ? Integer.parseInt(args[1]) : WARM_UP_ROUNDS;
    Map<String, Double> figures = new Storm(tabs, warmUpRounds).measure();
    figures.forEach((name, value) -> System.out.printf("%-22s %,14.2f%n", name, value));
    if (args.length > 2) {
      Paths.MAPPER.writeValue(Path.of(args[2]), figures);
    }
  }

  private Map<String, Double> measure() throws IOException {
    List<Outcome> plain = new ArrayList<>();
    List<Outcome> floor = new ArrayList<>();
    List<Outcome> restored = new ArrayList<>();
    for (int round = -warmUpRounds; round < ROUNDS; round++) {
      if (round == 0) {
        plain.clear();
        floor.clear();
        restored.clear();
      }
      plain.add(plain(tabs));
      floor.add(floor(tabs));
      restored.add(restored(tabs));
    }
    return figures(median(plain), median(floor), median(restored));
  }

  /** What the rounds do that count, one kind after the other. */
  private void profile() throws IOException {
    Profile recorded = new Profile();
    for (int round = -warmUpRounds; round < PROFILED_ROUNDS; round++) {
      profile = round < 0 ? null : recorded;
      plain(tabs);
      floor(tabs);
      restored(tabs);
    }
    recorded.print();
  }

  private Outcome run(String kind, Swarm swarm, int clients) throws IOException {
    return profile == null ? swarm.run(clients) : profile.of(kind, () -> swarm.run(clients));
  }

  private Map<String, Double> figures(Outcome plain, Outcome floor, Outcome restored) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("storm_tabs", (double) tabs);
    figures.put("storm_ratio", restored.clientsPerSecond() / plain.clientsPerSecond());
    figures.put("storm_over_floor", restored.clientsPerSecond() / floor.clientsPerSecond());
    figures.put("storm_tabs_per_s", restored.clientsPerSecond());
    figures.put("storm_floor_per_s", floor.clientsPerSecond());
    figures.put("storm_plain_per_s", plain.clientsPerSecond());
    figures.put("storm_p50_ms", restored.liveMillis(0.5));
    figures.put("storm_p95_ms", restored.liveMillis(0.95));
    figures.put("storm_p99_ms", restored.liveMillis(0.99));
    figures.put("storm_plain_p99_ms", plain.liveMillis(0.99));
    return figures;
  }

  private static Outcome median(List<Outcome> outcomes) {
    List<Outcome> sorted = new ArrayList<>(outcomes);
    sorted.sort(Comparator.comparingLong(Outcome::nanos));
    return sorted.get(sorted.size() / 2);
  }

  private Outcome plain(int clients) throws IOException {
    Swarm.Script script = new Swarm.Script(i -> "hello " + i, frame -> Optional.empty(), 1);
    try (Server server = Server.echo();
        Swarm swarm = new Swarm(server.address(), "/", script)) {
      return run("plain connect and echo", swarm, clients);
    }
  }

  private Outcome floor(int clients) throws IOException {
    String join = joins(sample, 1).get(0);
    Swarm.Script script = new Swarm.Script(i -> join, frame -> Optional.empty(), 1);
    try (Server server = Server.floor(sample);
        Swarm swarm = new Swarm(server.address(), "/", script)) {
      return run("floor of a restore", swarm, clients);
    }
  }

  private Outcome restored(int clients) throws IOException {
    List<String> joins = joins(sample, clients);
    Swarm.Script script = new Swarm.Script(joins::get, Storm::answer, 2);
    try (Server server = Server.livestash(sample.state());
        Swarm swarm = new Swarm(server.address(), "/", script)) {
      return run("restored", swarm, clients);
    }
  }

  /** Joins with a token, each of an instance of its own. */
  static List<String> joins(Sample<Board> sample, int count) {
    Paths<Board> paths = new Paths<>(Board.class, Packing.plain(Compression.ZSTD));
    long now = System.currentTimeMillis() / 1000;
    List<String> joins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String sid = "fJ1aBcDeFgHiJk%08d".formatted(i);
      String token =
          paths.seal(Paths.claims(sid, 1, now), sample.state(), Optional.empty()).token();
      joins.add(Server.join(Optional.of(token)));
    }
    return joins;
  }

  private static Optional<String> answer(String frame) {
    if (frame.startsWith("{\"t\":\"joined\"") && !frame.contains("\"restored\"")) {
      throw new IllegalStateException(frame);
    }
    return Server.kept(frame);
  }
}
