package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.wire.CloseCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A tab with a token of a later release lives on a stand-in, but no longer than it has to. */
class StandInTest {
  private static final Duration LIFETIME = Duration.ofDays(1);

  private final ManualScheduler timers = new ManualScheduler();
  private final SmallNode newNode = new SmallNode(2, LIFETIME, timers);
  private final SmallNode oldNode = new SmallNode(1, LIFETIME, timers);

  private void standIn() {
    newNode.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    String token = newNode.last("keep").get("token").asString();
    oldNode.receive(
        "{'t':'join','view':'counter','attempt':2,'params':{},'token':'%s'}".formatted(token));
    assertThat(oldNode.last("joined").get("reason").asString()).isEqualTo("newer");
  }

  @Test
  void oneThatIsNotUsedIsLeftSoonForAnotherNode() {
    standIn();
    timers.pass(Upkeep.STAND_IN_PATIENCE.minusNanos(1));
    assertThat(oldNode.closed()).isNull();
    timers.pass(Duration.ofNanos(1));
    assertThat(oldNode.last("bye").get("retry").toString()).isEqualTo("[0,5000]");
    assertThat(oldNode.closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void whatAUserDoesInItIsNotTakenAway() {
    standIn();
    oldNode.event(1, 1);
    assertThat(oldNode.last("render").get("data").asInt()).isEqualTo(1);
    timers.pass(LIFETIME);
    assertThat(oldNode.closed()).isNull();
  }

  @Test
  void aVolatileEventIsNotWorthStayingFor() {
    standIn();
    oldNode.event(-1, 1);
    timers.pass(Upkeep.STAND_IN_PATIENCE);
    assertThat(oldNode.closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void aTabThatIsAtHomeStays() {
    newNode.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    timers.pass(LIFETIME.dividedBy(2));
    assertThat(newNode.closed()).isNull();
  }
}
