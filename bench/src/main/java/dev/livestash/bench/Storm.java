package dev.livestash.bench;

import dev.livestash.bench.Swarm.Outcome;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.token.Claims;
import dev.livestash.settings.Compression;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A server has come back, and all its tabs with it: each brings a token of 10 KB of state, is
 * restored, gets its render and a new snapshot, and acknowledges it; or its page shows its render,
 * and its state stays with it. Compared with as many plain WebSockets that connect and get one
 * short echo, and with the floor of a restore: the same plain way, but a token comes, is opened,
 * and its state is held. Server and clients share the machine's cores.
 */
@NullMarked
final class Storm {
  private static final String SIZE = "10KB";

  /** In the first rounds, the compiler is busier than the server. */
  private static final int WARM_UP_ROUNDS = 10;

  private static final int ROUNDS = 15;
  private static final int QUICK_ROUNDS = 5;

  /** A recorder sees a thread once in some milliseconds. */
  private static final int PROFILED_ROUNDS = 25;

  private final Sample<Board> sample = Sample.board(SIZE);
  private final int tabs;
  private @Nullable Profile profile;

  private Storm(int tabs) {
    this.tabs = tabs;
  }

  /**
   * The arguments: how many tabs; perhaps {@code --quick}, or {@code --profile}; and where the
   * figures go as JSON.
   */
  public static void main(String[] args) throws IOException {
    List<String> given = List.of(args);
    Storm storm = new Storm(Integer.parseInt(args[0]));
    if (given.contains("--profile")) {
      storm.profile();
      return;
    }
    boolean isQuick = given.contains(SampleBench.QUICK);
    storm.measure(isQuick ? QUICK_ROUNDS : ROUNDS).show(args);
  }

  private Figures measure(int rounds) throws IOException {
    StormRounds plain = new StormRounds(tabs);
    StormRounds floor = new StormRounds(tabs);
    StormRounds restored = new StormRounds(tabs);
    StormRounds same = new StormRounds(tabs);
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      boolean counts = round >= 0;
      plain.add(plain(), counts);
      floor.add(floor(), counts);
      restored.add(restored(), counts);
      same.add(same(), counts);
    }
    Figures figures = new Figures();
    figures.put("storm_tabs", tabs);
    figures.putRatio("storm_ratio", plain.costs(), restored.costs());
    figures.putRatio("storm_over_floor", floor.costs(), restored.costs());
    figures.putRatio("storm_floor_ratio", plain.costs(), floor.costs());
    figures.putRatio("storm_same_ratio", plain.costs(), same.costs());
    figures.putRatio("storm_same_over_floor", floor.costs(), same.costs());
    restored.put("storm", figures);
    same.put("storm_same", figures);
    floor.put("storm_floor", figures);
    plain.put("storm_plain", figures);
    return figures;
  }

  /** What the rounds do that count, one kind after the other. */
  private void profile() throws IOException {
    Profile recorded = new Profile();
    for (int round = -WARM_UP_ROUNDS; round < PROFILED_ROUNDS; round++) {
      profile = round < 0 ? null : recorded;
      plain();
      floor();
      restored();
      same();
    }
    recorded.print();
  }

  private Outcome run(String kind, Swarm swarm) throws IOException {
    return profile == null ? swarm.run(tabs) : profile.of(kind, () -> swarm.run(tabs));
  }

  private Outcome plain() throws IOException {
    Swarm.Script script = new Swarm.Script(i -> "hello " + i, frame -> Optional.empty(), 1);
    try (Server server = Server.echo();
        Swarm swarm = new Swarm(server.address(), "/", script)) {
      return run("plain connect and echo", swarm);
    }
  }

  private Outcome floor() throws IOException {
    String join = joins(sample, 1).get(0);
    Swarm.Script script = new Swarm.Script(i -> join, frame -> Optional.empty(), 1);
    try (Server server = Server.floor(sample);
        Swarm swarm = new Swarm(server.address(), "/", script)) {
      return run("floor of a restore", swarm);
    }
  }

  private Outcome restored() throws IOException {
    List<String> joins = joins(sample, tabs);
    Swarm.Script script = new Swarm.Script(joins::get, Storm::answer, 2);
    try (Server server = Server.livestash(sample.state());
        Swarm swarm = new Swarm(server.address(), "/", script)) {
      return run("restored", swarm);
    }
  }

  /** In a server that has bound such a state before, and whose release has rendered it. */
  private Outcome same() throws IOException {
    try (Server server = Server.livestash(sample.state())) {
      Optional<String> shown = shownBy(server);
      List<String> joins = joins(sample, tabs + 1, claims -> shown(claims, shown));
      runOne(server, joins.get(tabs), Storm::answer);
      Swarm.Script script =
          new Swarm.Script(
              i -> joins.get(i).replace("\"params\"", "\"patches\":true,\"shows\":true,\"params\""),
              Storm::answer,
              3);
      try (Swarm swarm = new Swarm(server.address(), "/", script)) {
        return run("page still there", swarm);
      }
    }
  }

  /** What a server's tokens say of who has rendered their states. */
  private static Optional<String> shownBy(Server server) throws IOException {
    Paths<Board> paths = new Paths<>(Board.class, Packing.plain(Compression.ZSTD));
    AtomicReference<String> token = new AtomicReference<>("");
    runOne(
        server,
        Server.join(Optional.empty()),
        frame -> {
          if (frame.startsWith("{\"t\":\"keep\"")) {
            token.set(Paths.MAPPER.readTree(frame).path("token").asString());
          }
          return Server.kept(frame);
        });
    return paths.claimsOf(Objects.requireNonNull(token.get())).shown();
  }

  private static void runOne(Server server, String join, Function<String, Optional<String>> answer)
      throws IOException {
    Swarm.Script script = new Swarm.Script(i -> join, answer, 2);
    try (Swarm one = new Swarm(server.address(), "/", script)) {
      var unused = one.run(1);
    }
  }

  private static Claims shown(Claims of, Optional<String> shown) {
    return new Claims(
        of.iss(),
        of.aud(),
        of.sub(),
        of.sid(),
        of.own(),
        of.gen(),
        of.seq(),
        of.seen(),
        of.ver(),
        of.iat(),
        of.exp(),
        of.sst(),
        of.refused(),
        shown);
  }

  /** Joins with a token, each of an instance of its own. */
  static List<String> joins(Sample<Board> sample, int count) {
    return joins(sample, count, claims -> claims);
  }

  private static List<String> joins(
      Sample<Board> sample, int count, UnaryOperator<Claims> changed) {
    Paths<Board> paths = new Paths<>(Board.class, Packing.plain(Compression.ZSTD));
    long now = System.currentTimeMillis() / 1000;
    List<String> joins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String sid = "fJ1aBcDeFgHiJk%08d".formatted(i);
      String token =
          paths
              .seal(changed.apply(Paths.claims(sid, 1, now)), sample.state(), Optional.empty())
              .token();
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
