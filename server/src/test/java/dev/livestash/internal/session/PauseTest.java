package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.admission.Gate;
import dev.livestash.internal.memory.Share;
import dev.livestash.settings.Quotas;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client that sends more than its quota is handled at its pace, and loses nothing. */
class PauseTest {
  private static final int PER_SECOND = 10;
  private static final int EVENTS = 100;

  private final ManualScheduler timers = new ManualScheduler();
  private final Gate gate =
      new Gate(Quotas.none().withEventsPerSecond(PER_SECOND), timers::nanoTime);
  private final SmallNode node = node();

  private SmallNode node() {
    Visitor visitor =
        new Visitor(
            "192.0.2.1",
            Optional.empty(),
            Map.of(),
            Surroundings.NONE,
            () -> {},
            Share.UNCOUNTED,
            gate.pace("192.0.2.1", Optional.empty()));
    return new SmallNode(1, Duration.ofDays(365), timers, visitor);
  }

  private long done() {
    return node.taken().stream().filter("done"::equals).count();
  }

  @Test
  void whatHasComeAlreadyWaitsToo() {
    node.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    for (int n = 1; n <= EVENTS; n++) {
      node.event(n, 1);
    }
    assertThat(done()).isEqualTo(PER_SECOND);
    timers.pass(Duration.ofSeconds(3));
    assertThat(done()).isBetween(29L, 31L);
    timers.pass(Duration.ofSeconds(EVENTS).dividedBy(PER_SECOND));
    assertThat(node.last("render").get("data").asInt()).isEqualTo(EVENTS);
    assertThat(node.closed()).isNull();
  }

  /** Reading ends and begins again ten times a second. */
  @Test
  void itIsToldThatTheServerIsThereEveryTwoSecondsAtMost() {
    node.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    for (int n = 1; n <= EVENTS; n++) {
      node.event(n, 1);
    }
    timers.pass(Duration.ofSeconds(EVENTS).dividedBy(PER_SECOND));
    long pongs = node.taken().stream().filter("pong"::equals).count();
    assertThat(pongs).isBetween(1L, EVENTS / PER_SECOND / 2L);
    assertThat(timers.waiting()).isLessThan(10);
  }

  @Test
  void theSocketsOfAClientShareIt() {
    SmallNode other = node();
    for (SmallNode one : new SmallNode[] {node, other}) {
      one.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
      for (int n = 1; n <= EVENTS; n++) {
        one.event(n, 1);
      }
    }
    timers.pass(Duration.ofSeconds(4));
    int handled =
        node.last("render").get("data").asInt() + other.last("render").get("data").asInt();
    assertThat(handled).isBetween(40, 60);
  }
}
