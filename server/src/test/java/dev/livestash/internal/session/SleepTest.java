package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.TestClock;
import dev.livestash.internal.session.SmallNode.Kind;
import dev.livestash.internal.wire.CloseCode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A session whose tab is idle lets go of its state, and the tab brings it back. */
class SleepTest {
  private static final Duration SLEEP_AFTER = Duration.ofSeconds(60);

  private final ManualScheduler timers = new ManualScheduler();
  private final SmallNode node = new SmallNode(1, Duration.ofDays(365), timers);
  private String token = "";
  private String earlier = "";

  /** What somebody sets the clock to be ahead by. */
  private Duration ahead = Duration.ZERO;

  private final Clock clock =
      new TestClock(() -> TestClock.START.plusNanos(timers.nanoTime()).plus(ahead));

  private void join() {
    node.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    keep();
  }

  /** Stores what was sent last, and says so. */
  private void keep() {
    JsonNode keep = node.last("keep");
    earlier = token;
    token = wakeOf(keep);
    node.taken();
    node.receive(
        "{'t':'kept','gen':%d,'seq':%d}"
            .formatted(keep.get("gen").asLong(), keep.get("seq").asLong()));
  }

  private String base = "";

  private String wakeOf(JsonNode keep) {
    String sealed = keep.get("token").asString();
    if (keep.has("base")) {
      return "{'t':'wake','token':'%s','patch':'%s'}".formatted(base, sealed);
    }
    base = sealed;
    return "{'t':'wake','token':'%s'}".formatted(sealed);
  }

  private void sleep() {
    timers.pass(SLEEP_AFTER);
    assertThat(node.taken()).containsExactly("asleep");
  }

  @Test
  void whenNothingHappensForAWhile() {
    join();
    timers.pass(SLEEP_AFTER.minusMillis(1));
    assertThat(node.taken()).isEmpty();
    timers.pass(Duration.ofMillis(1));
    assertThat(node.last("asleep").get("gen").asLong()).isEqualTo(1);
    assertThat(node.last("asleep").get("seq").asLong()).isEqualTo(1);
    assertThat(node.sessions()).isEqualTo(1);
  }

  @Test
  void notBeforeItsStateIsKept() {
    node.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    timers.pass(SLEEP_AFTER.multipliedBy(5));
    assertThat(node.taken()).doesNotContain("asleep");
  }

  @Test
  void anEventPutsItOff() {
    join();
    timers.pass(SLEEP_AFTER.minusMillis(1));
    node.event(1, 1);
    keep();
    timers.pass(SLEEP_AFTER.minusMillis(1));
    assertThat(node.taken()).isEmpty();
    timers.pass(Duration.ofMillis(1));
    assertThat(node.taken()).containsExactly("asleep");
  }

  @Test
  void aPingDoesNot() {
    join();
    timers.pass(SLEEP_AFTER.minusMillis(1));
    node.receive("{'t':'ping'}");
    assertThat(node.taken()).containsExactly("pong");
    timers.pass(Duration.ofMillis(1));
    assertThat(node.taken()).containsExactly("asleep");
    node.receive("{'t':'ping'}");
    assertThat(node.taken()).containsExactly("pong");
  }

  @Test
  void atOnceWhereNobodyLooks() {
    join();
    node.receive("{'t':'hidden'}");
    assertThat(node.taken()).containsExactly("asleep");
  }

  @Test
  void oneThatWasWokenStaysAwakeForAMoment() {
    join();
    node.receive("{'t':'hidden'}");
    node.receive(token);
    node.taken();
    node.receive("{'t':'hidden'}");
    timers.pass(Idleness.PAUSE.minusNanos(1));
    node.receive("{'t':'hidden'}");
    assertThat(node.taken()).isEmpty();
    timers.pass(Duration.ofNanos(1));
    assertThat(node.taken()).containsExactly("asleep");
  }

  /** A large event on a slow line takes longer than that. */
  @Test
  void notWhileAFrameArrives() {
    join();
    node.arrives(1_000, 0);
    timers.pass(SLEEP_AFTER.multipliedBy(3));
    node.arrives(1_000, 1_000);
    timers.pass(SLEEP_AFTER.multipliedBy(3));
    node.receive("{'t':'hidden'}");
    assertThat(node.taken()).isEmpty();
    node.hasArrived(2_000);
    node.event(1, 1);
    assertThat(node.taken()).contains("done");
    assertThat(node.closed()).isNull();
  }

  /** It has been idle for long enough while it was at something that changes nothing. */
  @Test
  void notBeforeTheTabHasItsAnswer() {
    join();
    node.meanwhile(() -> timers.pass(SLEEP_AFTER));
    node.receive("{'t':'event','n':-1,'name':'ask','data':null,'age':0,'try':1}");
    assertThat(node.taken()).contains("done").doesNotContain("asleep");
    timers.pass(SLEEP_AFTER);
    assertThat(node.taken()).containsExactly("asleep");
  }

  /** Its token has come before it, and is looked for in a store, say. */
  @Test
  void anEventThatIsTooLargeForOneIsNoneWhileItSleepsEither() {
    join();
    sleep();
    node.receive(
        "{'t':'event','n':1,'name':'add','data':'%s','age':0,'try':1}"
            .formatted("x".repeat(200_000)));
    assertThat(node.closed()).isEqualTo(CloseCode.TOO_LARGE);
  }

  /** The token would be behind them on a line that is not read. */
  @Test
  void moreEventsThanMayWaitForTheStateMakeTheTabJoinAgain() {
    join();
    sleep();
    for (int n = 1; n <= 5 && node.closed() == null; n++) {
      node.receive(
          "{'t':'event','n':%d,'name':'add','data':'%s','age':0,'try':1}"
              .formatted(n, "x".repeat(60_000)));
    }
    assertThat(node.taken()).containsExactly("needed", "bye");
    assertThat(node.closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  /** Whose subscription must go on, for example. */
  @Test
  void neverWhereTheViewForbidsIt() {
    SmallNode sleepless = new SmallNode(Kind.of(1, Duration.ofDays(365)).sleepless(), timers);
    sleepless.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    sleepless.receive("{'t':'kept','gen':1,'seq':1}");
    timers.pass(SLEEP_AFTER.multipliedBy(3));
    sleepless.receive("{'t':'hidden'}");
    timers.pass(SLEEP_AFTER.multipliedBy(3));
    assertThat(sleepless.taken()).containsExactly("joined", "keep");
    sleepless.update(count -> count + 10);
    assertThat(sleepless.last("render").get("data").asLong()).isEqualTo(10);
  }

  @Test
  void hiddenAndBusyAsSoonAsItIsKept() {
    join();
    node.event(1, 1);
    node.receive("{'t':'hidden'}");
    assertThat(node.taken()).contains("keep").doesNotContain("asleep");
  }

  @Test
  void theNextEventBringsTheState() {
    join();
    node.event(1, 1);
    keep();
    sleep();
    node.receive(token);
    node.event(2, 1);
    assertThat(node.last("render").get("data").asLong()).isEqualTo(2);
    assertThat(node.taken()).containsExactly("done", "render", "keep");
    assertThat(node.closed()).isNull();
  }

  @Test
  void andTheOneAfterIsAsEver() {
    join();
    for (int n = 1; n <= 6; n++) {
      node.event(n, 1);
      keep();
      sleep();
      node.receive(token);
    }
    node.event(7, 1);
    assertThat(node.last("render").get("data").asLong()).isEqualTo(7);
  }

  @Test
  void anEventThatWasOnItsWayWaitsForTheState() {
    join();
    sleep();
    node.event(1, 1);
    node.event(2, 1);
    assertThat(node.taken()).containsExactly("needed");
    node.receive(token);
    assertThat(node.last("render").get("data").asLong()).isEqualTo(2);
    assertThat(node.taken()).containsExactly("done", "done", "render", "keep");
  }

  @Test
  void anEventThatTheStateContainsIsAnsweredOnce() {
    join();
    node.event(1, 1);
    keep();
    sleep();
    node.receive(token);
    node.event(1, 1);
    assertThat(node.taken()).containsExactly("done");
  }

  @Test
  void aChangeFromOutsideAsksForTheState() {
    join();
    sleep();
    node.update(count -> count + 10);
    node.update(count -> count + 5);
    assertThat(node.taken()).containsExactly("needed");
    node.receive(token);
    assertThat(node.last("render").get("data").asLong()).isEqualTo(15);
    assertThat(node.taken()).containsExactly("render", "keep");
  }

  @Test
  void aTabThatDoesNotBringItHasToJoinAgain() {
    join();
    sleep();
    node.update(count -> count + 10);
    timers.pass(Asleep.PATIENCE);
    assertThat(node.taken()).containsExactly("needed", "bye");
    assertThat(node.closed()).isEqualTo(CloseCode.SERVICE_RESTART);
    assertThat(node.sessions()).isZero();
  }

  @Test
  void onlyTheSnapshotThatItReliesOnWakesIt() {
    join();
    node.event(1, 1);
    keep();
    sleep();
    node.receive(earlier);
    node.event(2, 1);
    assertThat(node.taken()).containsExactly("bye");
    assertThat(node.closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c.d.e"})
  void whatIsNoTokenDoesNot(String text) {
    join();
    sleep();
    node.receive("{'t':'wake','token':'" + text + "'}");
    assertThat(node.closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void whatComesWhileItIsAwakeIsNotEvenOpened() {
    join();
    node.receive("{'t':'wake','token':'x'}");
    node.event(1, 1);
    assertThat(node.closed()).isNull();
    assertThat(node.last("render").get("data").asLong()).isEqualTo(1);
  }

  @Test
  void aTokenIsRenewedWhileItSleeps() {
    SmallNode brief = new SmallNode(1, Duration.ofHours(24), timers);
    brief.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    JsonNode keep = brief.last("keep");
    brief.receive("{'t':'kept','gen':1,'seq':1}");
    timers.pass(SLEEP_AFTER);
    assertThat(brief.taken()).contains("asleep");
    timers.pass(Duration.ofHours(18).minus(SLEEP_AFTER).minusMillis(1));
    assertThat(brief.taken()).isEmpty();
    timers.pass(Duration.ofMillis(1));
    assertThat(brief.taken()).containsExactly("needed");
    brief.receive("{'t':'wake','token':'%s'}".formatted(keep.get("token").asString()));
    assertThat(brief.taken()).containsExactly("keep");
    brief.receive("{'t':'kept','gen':1,'seq':2}");
    timers.pass(SLEEP_AFTER);
    assertThat(brief.taken()).containsExactly("asleep");
  }

  private SmallNode asleepBy(Clock time) {
    SmallNode slept = new SmallNode(Kind.of(1, Duration.ofHours(24)).with(time), timers);
    slept.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    token = wakeOf(slept.last("keep"));
    slept.receive("{'t':'kept','gen':1,'seq':1}");
    timers.pass(SLEEP_AFTER);
    assertThat(slept.taken()).contains("asleep");
    return slept;
  }

  /** Nobody knows which of the two times is right, and the token is not older than it is. */
  @ParameterizedTest
  @ValueSource(strings = {"PT24H", "PT25H", "PT-25H", "PT800H"})
  void aClockThatIsSetWhileItSleepsCostsNothing(Duration jump) {
    SmallNode slept = asleepBy(clock);
    ahead = jump;
    slept.receive(token);
    slept.event(1, 1);
    assertThat(slept.taken()).containsExactly("done", "render", "keep");
    assertThat(slept.closed()).isNull();
  }

  /** That goes by how long it was, whatever the clock says. */
  @ParameterizedTest
  @ValueSource(strings = {"PT24H", "PT25H", "PT-25H", "PT800H"})
  void norDoesItMoveTheRenewal(Duration jump) {
    SmallNode slept = asleepBy(clock);
    ahead = jump;
    timers.pass(Duration.ofHours(18).minus(SLEEP_AFTER).minusMillis(1));
    assertThat(slept.taken()).isEmpty();
    timers.pass(Duration.ofMillis(1));
    assertThat(slept.taken()).containsExactly("needed");
    slept.receive(token);
    String renewed = wakeOf(slept.last("keep"));
    assertThat(slept.taken()).containsExactly("keep");
    slept.receive("{'t':'kept','gen':1,'seq':2}");
    timers.pass(SLEEP_AFTER);
    slept.receive(renewed);
    slept.event(1, 1);
    assertThat(slept.taken()).containsExactly("asleep", "done", "render", "keep");
  }

  @Test
  void oneThatCannotAttachAgainLeavesNothingBehind() {
    join();
    sleep();
    node.attached(
        context -> {
          throw new IllegalStateException("the database is away");
        });
    node.receive(token);
    assertThat(node.taken()).containsExactly("bye");
    assertThat(node.closed()).isEqualTo(CloseCode.SERVICE_RESTART);
    assertThat(node.sessions()).isZero();
    // The watchdog has looked for the last time then.
    timers.pass(Duration.ofSeconds(1));
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void oneThatIsRefusedWhenItWakesIsToldSo() {
    join();
    sleep();
    node.attached(
        context -> {
          throw context.refuse("not on sundays");
        });
    node.receive(token);
    assertThat(node.closed()).isEqualTo(CloseCode.REFUSED);
    assertThat(node.sessions()).isZero();
    // The watchdog has looked for the last time then.
    timers.pass(Duration.ofSeconds(1));
    assertThat(timers.waiting()).isZero();
  }

  /** Such as a cache: it is no state, so it must not stay where no state is. */
  @Test
  void itsLocalsAreClosedAndItWakesWithNewOnes() {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    node.attached(
        context ->
            context.local(
                AutoCloseable.class,
                () -> {
                  made.incrementAndGet();
                  return closed::incrementAndGet;
                }));
    join();
    assertThat(made).hasValue(1);
    assertThat(closed).hasValue(0);
    sleep();
    assertThat(closed).hasValue(1);
    node.receive(token);
    assertThat(made).hasValue(2);
    assertThat(closed).hasValue(1);
    node.event(1, 1);
    keep();
    sleep();
    assertThat(made).hasValue(2);
    assertThat(closed).hasValue(2);
    node.gone();
    assertThat(closed).hasValue(2);
  }

  /** Whose closing asks for another one, for example. */
  @Test
  void aLocalThatIsOddWhenItIsClosedDoesNotKeepItAwake() {
    node.attached(
        context ->
            context.local(
                AutoCloseable.class, () -> () -> context.local(String.class, () -> "late")));
    join();
    sleep();
    node.receive(token);
    node.event(1, 1);
    assertThat(node.last("render").get("data").asLong()).isEqualTo(1);
  }

  @Test
  void whatTheTabIsAskedForIsAskedOnce() {
    join();
    sleep();
    node.update(count -> count + 1);
    node.event(1, 1);
    assertThat(node.taken()).isEqualTo(List.of("needed"));
  }

  @Test
  void aSocketThatGoesTakesItAlong() {
    join();
    sleep();
    node.gone();
    assertThat(node.sessions()).isZero();
  }
}
