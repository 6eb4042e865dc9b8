package dev.livestash.internal.session;

import static dev.livestash.internal.session.Exploration.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Rewind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** As {@link ExplorerTest}, with bounds so wide that it takes minutes; run by itself. */
class LongExplorerTest {
  private static final int MANY = 1_000_000;
  private static final Duration SOON = Duration.ofMinutes(2);

  @Test
  void aMillionStatesHoldWithOneFenceForAllNodes() {
    Exploration run = holds(new Scenario(2, 2, 1));
    assertThat(run.found().states()).isGreaterThan(MANY);
    assertThat(run.took()).isLessThan(SOON);
    assertThat(run.found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void theSameHoldsIfTheFenceAnswersLate() {
    assertThat(holds(new Scenario(1, 2, 1).withLateAnswers()).found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
    holds(new Scenario(1, 2, 0).withLateAnswers().withoutLinger());
    holds(new Scenario(1, 1, 0).withLateAnswers().withBatches());
    holds(new Scenario(1, 1, 0).withLateAnswers().withReplay());
    holds(new Scenario(1, 1, 0).withLateAnswers().withDrain());
    holds(new Scenario(1, 1, 0).withLateAnswers().withoutLocks());
    holds(new Scenario(1, 0, 0).withLateAnswers().withCopy());
  }

  @Test
  void aMillionStatesHoldWhereSessionsSleep() {
    Exploration run = holds(new Scenario(2, 2, 1).withSleep(1));
    assertThat(run.found().states()).isGreaterThan(MANY);
    assertThat(run.found().said()).contains("asleep", "needed");
    holds(new Scenario(2, 1, 0).withSleep(2).withUpdate());
    holds(new Scenario(1, 2, 0).withSleep(1).withUpdate().withLateAnswers());
    holds(new Scenario(1, 1, 0).withSleep(1).withUpdate().withBatches());
    holds(new Scenario(1, 1, 1).withSleep(1).withUpdate().withLocalFences());
    holds(new Scenario(1, 1, 0).withSleep(1).withUpdate().withDrain());
    holds(new Scenario(1, 1, 0).withSleep(2).withUpdate().withRing());
    holds(new Scenario(1, 1, 0).withSleep(1).withCopy());
    holds(new Scenario(1, 1, 0).withSleep(1).withUpdate().withoutLocks());
    holds(new Scenario(1, 1, 0).withSleep(1).withReplay());
    holds(new Scenario(1, 1, 1).withSleep(1).withRewind(Rewind.FORK));
    holds(new Scenario(1, 1, 0).withSleep(1).withRewind(Rewind.REFUSE));
    holds(new Scenario(2, 1, 0).withSleep(1).withUpdate().withUnprotected());
    holds(new Scenario(1, 1, 0).withSleep(1).withRefusal());
  }

  @Test
  void theSameHoldsWhereTabsComeBackAsleep() {
    assertThat(holds(new Scenario(2, 2, 1).withShowing()).found().said())
        .contains("asleep", "needed");
    holds(new Scenario(2, 1, 1).withShowing().withSleep(1));
    holds(new Scenario(1, 2, 0).withShowing().withUpdate());
    holds(new Scenario(1, 1, 0).withShowing().withUpdate().withLateAnswers());
    holds(new Scenario(1, 1, 0).withShowing().withUpdate().withBatches());
    holds(new Scenario(1, 1, 1).withShowing().withUpdate().withLocalFences());
    holds(new Scenario(1, 1, 1).withShowing().withUpdate().withoutLinger());
    holds(new Scenario(1, 1, 0).withShowing().withUpdate().withDrain());
    holds(new Scenario(1, 1, 0).withShowing().withUpdate().withRing());
    holds(new Scenario(1, 1, 0).withShowing().withCopy());
    holds(new Scenario(1, 1, 0).withShowing().withoutLocks());
    holds(new Scenario(1, 1, 0).withShowing().withReplay());
    holds(new Scenario(1, 1, 1).withShowing().withRewind(Rewind.FORK));
    holds(new Scenario(1, 1, 1).withShowing().withRewind(Rewind.REFUSE));
    holds(new Scenario(1, 1, 1).withShowing().withRefusal());
    holds(new Scenario(1, 1, 0).withShowing().withOutage());
  }

  @Test
  void whatIsRefusedIsToldHoweverItsAnswerIsLost() {
    holds(new Scenario(2, 2, 0).withUnknownEvents());
    holds(new Scenario(1, 1, 1).withUnknownEvents().withLocalFences());
    holds(new Scenario(1, 1, 0).withUnknownEvents().withSleep(1));
    holds(new Scenario(1, 1, 0).withUnknownEvents().withShowing());
    holds(new Scenario(1, 1, 0).withUnknownEvents().withDrain());
    holds(new Scenario(2, 1, 0).withUnknownEvents().withRewind(Rewind.REFUSE));
  }

  @Test
  void aFenceThatDoesNotAnswerLosesNothing() {
    assertThat(holds(new Scenario(1, 1, 1).withOutage()).found().said())
        .contains("TRY_AGAIN_LATER");
  }

  @Test
  void theSameHoldsWithAFenceForEachNode() {
    assertThat(holds(new Scenario(1, 2, 1).withLocalFences()).found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void theSameHoldsWithoutLinger() {
    assertThat(holds(new Scenario(1, 2, 1).withoutLinger()).found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void theSameHoldsIfThingsComeTogether() {
    assertThat(holds(new Scenario(1, 2, 0).withBatches()).found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
    assertThat(holds(new Scenario(1, 1, 1).withBatches().withoutLinger()).found().said())
        .containsExactly("SUPERSEDED", "adopted", "new", "patch", "restored");
  }

  @Test
  void aReplayedTokenTakesNothingBack() {
    assertThat(holds(new Scenario(2, 1, 0).withReplay()).found().said()).contains("stale");
  }

  @Test
  void aCopyGoesItsOwnWayAndTheOriginalGoesOn() {
    assertThat(holds(new Scenario(1, 1, 0).withCopy()).found().said()).contains("forked");
    assertThat(holds(new Scenario(1, 1, 1).withCopy().withLocalFences()).found().said())
        .contains("forked");
  }

  @Test
  void aTabThatCannotTellWhetherItIsACopyIsAskedFor() {
    // A socket that its tab has left may be told that it is a copy; no tab is that is none.
    holds(new Scenario(1, 2, 0).withoutLocks());
    holds(new Scenario(1, 2, 0).withoutLocks().withoutLinger());
    assertThat(holds(new Scenario(1, 1, 0).withoutLocks().withCopy()).found().said())
        .contains("forked");
  }

  @Test
  void aNodeThatLeavesLosesNothing() {
    assertThat(holds(new Scenario(2, 1, 0).withDrain()).found().said()).contains("SERVICE_RESTART");
  }

  @Test
  void aSnapshotThatCannotBeStoredLeavesItsEventsInTheOutbox() {
    holds(new Scenario(2, 1, 1).withRefusal());
  }

  @Test
  void aRewoundTabGoesOnWithTheLivingSessionOrAsAnotherInstance() {
    holdsRewound(Rewind.FORK);
    holds(new Scenario(1, 1, 1).withRewind(Rewind.FORK).withoutLinger());
  }

  @Test
  void whatAUserHasSeenIsNotTakenBackWhereThatIsRefused() {
    holdsRewound(Rewind.REFUSE);
    holds(new Scenario(1, 1, 0).withRewind(Rewind.REFUSE).withCopy());
  }

  private static void holdsRewound(Rewind policy) {
    Exploration run = holds(new Scenario(1, 2, 0).withRewind(policy));
    assertThat(run.found().states()).isGreaterThan(MANY);
    assertThat(run.took()).isLessThan(SOON);
    assertThat(run.found().said()).contains("adopted", "stale");
    holds(new Scenario(2, 0, 1).withRewind(policy));
    holds(new Scenario(1, 1, 1).withRewind(policy));
    holds(new Scenario(1, 1, 0).withRewind(policy).withLateAnswers());
  }

  @Test
  void eventsOfAnUnprotectedStateAreReplayedOrCounted() {
    assertThat(holds(new Scenario(3, 1, 1).withUnprotected()).found().said()).contains("stale");
    holds(new Scenario(2, 2, 1).withUnprotected().withoutLinger());
    holds(new Scenario(2, 1, 1).withUnprotected().withLocalFences());
    holds(new Scenario(2, 1, 1).withUnprotected().withRewind(Rewind.FORK));
  }
}
