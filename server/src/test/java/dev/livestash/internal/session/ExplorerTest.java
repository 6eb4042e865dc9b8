package dev.livestash.internal.session;

import static dev.livestash.internal.session.Exploration.finds;
import static dev.livestash.internal.session.Exploration.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.session.Violation.Kind;
import dev.livestash.view.Rewind;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every interleaving of what can happen to a tab and its two nodes, within bounds: events, sockets
 * that break and joins that come late, answers that are lost, nodes that crash. The nodes are real,
 * down to their tokens; the tab is a model that keeps to PROTOCOL.md. Here the bounds are narrow;
 * {@link LongExplorerTest} has wider ones.
 */
class ExplorerTest {
  private static final int WALKS = 100;

  private final Logger log = Logger.getLogger("dev.livestash");

  @BeforeEach
  void logOnlyFailures() {
    log.setLevel(Level.SEVERE);
  }

  @AfterEach
  void logAsBefore() {
    log.setLevel(null);
  }

  /** Each thing that can happen, with as little of the others as it needs. */
  static List<Scenario> small() {
    return List.of(
        new Scenario(1, 1, 1),
        new Scenario(1, 1, 1).withLocalFences(),
        new Scenario(1, 1, 0).withBatches(),
        new Scenario(1, 0, 0).withReplay(),
        new Scenario(1, 1, 0).withDrain(),
        new Scenario(1, 1, 0).withoutLocks(),
        new Scenario(2, 1, 0).withResending(),
        new Scenario(1, 0, 0).withCopy(),
        new Scenario(1, 1, 0).withRefusal(),
        new Scenario(1, 0, 1).withRewind(Rewind.FORK),
        new Scenario(1, 0, 1).withRewind(Rewind.REFUSE),
        new Scenario(2, 1, 1).withUnprotected(),
        new Scenario(1, 1, 0).withOutage(),
        new Scenario(1, 0, 1).withRewind(Rewind.REFUSE).withUnknownEvents(),
        new Scenario(2, 0, 0).withSleep(1).withUpdate(),
        new Scenario(1, 0, 0).withSleep(1).withUpdate().withDrain(),
        new Scenario(1, 1, 0).withSleep(1).withUpdate().withRing(),
        new Scenario(1, 1, 1).withSleep(2),
        new Scenario(1, 1, 1).withShowing());
  }

  // --- what holds

  @Test
  void tensOfThousandsOfStatesHold() {
    assertThat(holds(new Scenario(1, 2, 0)).found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
    assertThat(holds(new Scenario(1, 2, 0).withLateAnswers()).found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
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

  @Test
  void takingAnAnswerThatALaterOneHasPassedIsFound() {
    finds(Kind.SUPERSEDED, new Scenario(0, 2, 0).withLateAnswers().withSeed(Seed.TAKE_PASSED));
  }

  @Test
  void aRewoundTabThatKeepsItsInstanceIsFound() {
    finds(
        Kind.ROLLED_BACK,
        new Scenario(1, 0, 1).withRewind(Rewind.FORK).withSeed(Seed.ACCEPT_STALE));
  }

  @Test
  void lettingGoOfUnprotectedEventsUntoldIsFound() {
    finds(Kind.EVENT_LOST, new Scenario(2, 0, 0).withUnprotected().withSeed(Seed.TRIM_UNTOLD));
  }

  @Test
  void anAnswerBeforeItsMarkIsFound() {
    finds(
        Kind.TAKEN_BACK,
        new Scenario(1, 0, 1)
            .withRewind(Rewind.REFUSE)
            .withSeed(Seed.ANSWER_EARLY)
            .ignoring(Kind.STUCK));
  }

  @Test
  void sleepingBeforeTheStateIsKeptIsFound() {
    finds(
        Kind.MARK_AHEAD,
        new Scenario(1, 1, 0).withSleep(1).withSeed(Seed.SLEEP_EARLY).ignoring(Kind.TWO_IN_FLIGHT));
    finds(Kind.LET_GO, new Scenario(0, 0, 0).withRefusal().withSleep(1).withSeed(Seed.SLEEP_EARLY));
  }

  @Test
  void aWakeWithAnOlderStateIsFound() {
    finds(Kind.WRONG_HISTORY, new Scenario(2, 0, 0).withSleep(1).withSeed(Seed.WAKE_OLDER));
  }

  @Test
  void aPageThatIsNotShownItsStateIsFound() {
    assertThat(holds(new Scenario(1, 1, 1).withShowing()).found().said()).contains("asleep");
    finds(Kind.WRONG_HISTORY, new Scenario(1, 1, 1).withShowing().withSeed(Seed.SHOW_ANOTHER));
  }

  @Test
  void aChangeOfWhatIsNotThereIsFound() {
    finds(
        Kind.WRONG_HISTORY,
        new Scenario(1, 0, 0).withSleep(1).withUpdate().withSeed(Seed.UPDATE_NOTHING));
  }

  @Test
  void aChangeThatIsLostWhileItsSessionWakesIsFound() {
    finds(
        Kind.UPDATE_LOST,
        new Scenario(1, 0, 0).withSleep(1).withUpdate().withSeed(Seed.UPDATE_DROPPED));
  }

  @Test
  void oneThatIsMadeTwiceIsFound() {
    finds(
        Kind.UPDATE_TWICE,
        new Scenario(1, 0, 0).withSleep(1).withUpdate().withSeed(Seed.UPDATE_REPEATED));
  }

  // --- whether it can be believed

  @ParameterizedTest
  @MethodSource("small")
  void howANodeCameToBeWhatItIsDoesNotMatter(Scenario scenario) {
    DoubtingServers servers = new DoubtingServers(scenario);
    assertThat(ShortExplorer.SAID).containsAll(holds(scenario, servers).found().said());
    assertThat(servers.compare()).isGreaterThan(servers.steps() / 2);
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
