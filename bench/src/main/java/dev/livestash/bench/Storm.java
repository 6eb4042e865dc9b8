package dev.livestash.bench;

import dev.livestash.bench.Swarm.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A server has come back, and all its tabs with it: each brings a token of 10 KB of state, of its
 * own, is restored, gets its render, which is short or the whole state, and a new snapshot, and
 * acknowledges it; or its page shows its render, and its state stays with it. Compared with as many
 * plain WebSockets that connect and get one short echo, with such that carry the same frame, and
 * with the floor of a restore: the same, but the token is opened, and its state is held. Server and
 * clients share the machine's cores.
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

  /** As many different ones as there are, before they come again. */
  private static final int STATES = 200;

  private final Sample<Board> sample = Sample.board(SIZE);
  private final List<Sample<Board>> samples =
      sample.state().others(STATES).stream().map(Sample::of).toList();
  private final OpenedFloors floors = new OpenedFloors(samples);
  private final int tabs;
  private final Optional<SSLContext> tls;
  private @Nullable Profile profile;

  private Storm(int tabs, Optional<SSLContext> tls) {
    this.tabs = tabs;
    this.tls = tls;
  }

  /**
   * The arguments: how many tabs; perhaps {@code --quick}, {@code --tls} or {@code --profile}; and
   * where the figures go as JSON.
   */
  public static void main(String[] args) throws IOException {
    List<String> given = List.of(args);
    Optional<SSLContext> tls =
        given.contains("--tls") ? Optional.of(Tls.ofThisRun()) : Optional.empty();
    Storm storm = new Storm(Integer.parseInt(args[0]), tls);
    if (given.contains("--profile")) {
      storm.profile();
      return;
    }
    boolean isQuick = given.contains(SampleBench.QUICK);
    storm.measure(isQuick ? QUICK_ROUNDS : ROUNDS).show(args);
  }

  private Figures measure(int rounds) throws IOException {
    StormRounds plain = new StormRounds(tabs);
    StormRounds carried = new StormRounds(tabs);
    StormRounds floor = new StormRounds(tabs);
    StormRounds restored = new StormRounds(tabs);
    StormRounds shown = new StormRounds(tabs);
    StormRounds same = new StormRounds(tabs);
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      boolean counts = round >= 0;
      plain.add(plain(), counts);
      carried.add(carried(), counts);
      floor.add(floor(), counts);
      restored.add(restored(), counts);
      shown.add(shown(), counts);
      same.add(same(), counts);
    }
    Figures figures = new Figures();
    figures.put("storm_tabs", tabs);
    figures.putRatio("storm_ratio", plain.costs(), restored.costs());
    figures.putRatio("storm_over_floor", floor.costs(), restored.costs());
    figures.putRatio("storm_floor_ratio", plain.costs(), floor.costs());
    figures.putRatio("storm_shown_ratio", plain.costs(), shown.costs());
    figures.putRatio("storm_shown_over_floor", floor.costs(), shown.costs());
    figures.putRatio("storm_same_ratio", plain.costs(), same.costs());
    figures.putRatio("storm_same_over_floor", floor.costs(), same.costs());
    figures.put("storm_above_carried_server_us", restored.serverMicrosAbove(carried));
    figures.put("storm_same_above_carried_server_us", same.serverMicrosAbove(carried));
    restored.put("storm", figures);
    shown.put("storm_shown", figures);
    same.put("storm_same", figures);
    carried.put("storm_carried", figures);
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
      carried();
      floor();
      restored();
      shown();
      same();
    }
    recorded.print();
  }

  private Outcome plain() throws IOException {
    Swarm.Script script = new Swarm.Script(i -> "hello " + i, frame -> Optional.empty(), 1);
    try (Server server = Server.echo()) {
      return run("plain connect and echo", server, script);
    }
  }

  private Outcome carried() throws IOException {
    try (Server server = Server.carrying()) {
      return run("plain connect that carries a token", server, Returning.answered(samples, tabs));
    }
  }

  private Outcome floor() throws IOException {
    try (Server server = Server.floor(floors)) {
      return run("floor of a restore", server, Returning.answered(samples, tabs));
    }
  }

  private Outcome restored() throws IOException {
    try (Server server = Server.livestash(sample.state())) {
      return run("restored", server, Returning.restored(samples, tabs));
    }
  }

  private Outcome shown() throws IOException {
    try (Server server = Server.showing(sample.state())) {
      return run("restored, with a render of its size", server, Returning.restored(samples, tabs));
    }
  }

  private Outcome run(String kind, Server server, Swarm.Script script) throws IOException {
    InetSocketAddress address = tls.map(server::address).orElseGet(server::address);
    try (Swarm swarm = new Swarm(address, tls, "/", script)) {
      collectWhatWasPrepared();
      return profile == null ? swarm.run(tabs) : profile.of(kind, () -> swarm.run(tabs));
    }
  }

  /**
   * The tokens of a storm, thousands of them, have left their garbage just before; and what is kept
   * of them would be copied in the first collections. Neither is the storm's.
   */
  @SuppressWarnings("DoNotCall") // a measurement may ask the collector
  private static void collectWhatWasPrepared() {
    System.gc();
  }

  /** In a server that has bound such a state before, and whose release has rendered it. */
  private Outcome same() throws IOException {
    try (Server server = Server.livestash(sample.state())) {
      return run("page still there", server, Returning.stillShown(server, samples, tabs));
    }
  }
}
