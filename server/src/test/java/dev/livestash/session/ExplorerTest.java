package dev.livestash.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.session.Explorer.Found;
import dev.livestash.session.Violation.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every interleaving of what can happen to a tab and its two nodes, within bounds: events, sockets
 * that break and joins that come late, answers that are lost, nodes that crash. The nodes are real,
 * down to their tokens; the tab is a model that keeps to PROTOCOL.md.
 */
class ExplorerTest {
  private static final int MANY = 1_000_000;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WALKS = 200;

  private final Logger log = Logger.getLogger("dev.livestash");
  private final Failures failures = new Failures();

  /** What the server logs as an error: it can fail without closing a socket. */
  private static final class Failures extends Handler {
    private Optional<String> first = Optional.empty();

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().equals(Level.SEVERE) && first.isEmpty()) {
        first = Optional.of(entry.getMessage() + ": " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    log.setLevel(Level.SEVERE);
    log.addHandler(failures);
  }

  @AfterEach
  void nothingHasFailed() {
    log.removeHandler(failures);
    log.setLevel(null);
    assertThat(failures.first).isEmpty();
  }

  // --- what holds

  @Test
  void aMillionStatesHoldWithOneFenceForAllNodes() {
    long start = THREADS.getCurrentThreadCpuTime();
    Found found = holds(new Scenario(2, 2, 1));
    // A busy machine has its own time; what counts is this thread's.
    Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
    assertThat(found.states()).isGreaterThan(MANY);
    assertThat(took).isLessThan(SOON);
    assertThat(found.said()).containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void theSameHoldsWithAFenceForEachNode() {
    assertThat(holds(new Scenario(1, 2, 1).withLocalFences()).said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void theSameHoldsWithoutLinger() {
    assertThat(holds(new Scenario(1, 2, 1).withoutLinger()).said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void theSameHoldsIfThingsComeTogether() {
    assertThat(holds(new Scenario(1, 2, 0).withBatches()).said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
    assertThat(holds(new Scenario(1, 1, 1).withBatches().withoutLinger()).said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void aReplayedTokenTakesNothingBack() {
    assertThat(holds(new Scenario(2, 1, 0).withReplay()).said()).contains("stale");
  }

  @Test
  void aCopyGoesItsOwnWayAndTheOriginalGoesOn() {
    assertThat(holds(new Scenario(1, 1, 0).withCopy()).said()).contains("forked");
  }

  @Test
  void aTabThatCannotTellWhetherItIsACopyIsAskedFor() {
    assertThat(holds(new Scenario(1, 2, 0).withoutLocks()).said()).contains("forked");
    assertThat(holds(new Scenario(1, 2, 0).withoutLocks().withoutLinger()).said())
        .contains("forked");
  }

  @Test
  void aNodeThatLeavesLosesNothing() {
    assertThat(holds(new Scenario(2, 1, 0).withDrain()).said()).contains("SERVICE_RESTART");
  }

  private static Found holds(Scenario scenario) {
    long start = System.nanoTime();
    Found found = new Explorer(scenario, new Servers(scenario)).explore();
    System.out.printf(
        Locale.ROOT,
        "explored %,d states, %,d at rest, in %.1f s (%s); %,d different steps of real nodes%n",
        found.states(),
        found.atRest(),
        (System.nanoTime() - start) / 1e9,
        scenario,
        found.realSteps());
    assertThat(found.violation()).as(() -> trace(found)).isEmpty();
    assertThat(found.atRest()).isPositive();
    return found;
  }

  private static String trace(Found found) {
    return String.join("\n", found.trace());
  }

  // --- what is found

  @Test
  void adoptingByNumberIsFound() {
    finds(Kind.ROLLED_BACK, new Scenario(1, 2, 1).withLocalFences().withSeed(Seed.ADOPT_BY_NUMBER));
  }

  @Test
  void acceptingATokenBelowTheKeptMarkIsFound() {
    finds(Kind.ROLLED_BACK, new Scenario(1, 0, 0).withReplay().withSeed(Seed.ACCEPT_STALE));
  }

  @Test
  void trimmingTheOutboxOnRenderIsFound() {
    finds(Kind.EVENT_LOST, new Scenario(1, 0, 0).withSeed(Seed.TRIM_ON_RENDER));
  }

  @Test
  void keepingTheOldSocketOpenIsFound() {
    finds(Kind.TWO_SOCKETS, new Scenario(0, 1, 0).withSeed(Seed.KEEP_OLD_SOCKET));
  }

  @Test
  void twoSnapshotsInFlightAreFound() {
    finds(Kind.TWO_IN_FLIGHT, new Scenario(1, 0, 0).withSeed(Seed.SWAP_ACKS));
  }

  @Test
  void whatSwappedAnswersLeadToIsFound() {
    finds(
        Kind.MARK_AHEAD,
        new Scenario(1, 0, 0).withSeed(Seed.SWAP_ACKS).ignoring(Kind.TWO_IN_FLIGHT));
  }

  private static void finds(Kind kind, Scenario scenario) {
    Found found = new Explorer(scenario, new Servers(scenario)).explore();
    System.out.printf(
        Locale.ROOT,
        "%s found among %,d states:%n%s%n",
        scenario.seed,
        found.states(),
        trace(found).indent(2));
    assertThat(found.violation().map(Violation::kind)).contains(kind);
  }

  // --- whether it can be believed

  static List<Scenario> small() {
    return List.of(
        new Scenario(1, 1, 1).withBatches(),
        new Scenario(1, 1, 1).withLocalFences(),
        new Scenario(1, 1, 0).withReplay(),
        new Scenario(1, 1, 0).withDrain(),
        new Scenario(1, 1, 0).withoutLocks());
  }

  @ParameterizedTest
  @MethodSource("small")
  void howANodeCameToBeWhatItIsDoesNotMatter(Scenario scenario) {
    DoubtingServers servers = new DoubtingServers(scenario);
    assertThat(new Explorer(scenario, servers).explore().violation()).isEmpty();
    assertThat(servers.compare()).isGreaterThan(servers.steps());
  }

  @ParameterizedTest
  @MethodSource("small")
  void whatIsRememberedIsWhatLivingNodesDo(Scenario scenario) {
    Random random = new Random(1);
    Steps steps = new Steps(scenario, new LivingServers(scenario));
    Moves moves = new Moves(scenario);
    for (int i = 0; i < WALKS; i++) {
      World world = World.start(scenario);
      for (List<Move> possible = moves.from(world);
          !possible.isEmpty();
          possible = moves.from(world)) {
        world = steps.apply(world, possible.get(random.nextInt(possible.size())));
      }
    }
  }
}
