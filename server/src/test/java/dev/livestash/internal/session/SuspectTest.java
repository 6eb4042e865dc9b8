package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that the servers before this one may have died of is handled by itself. */
class SuspectTest {
  private final ManualScheduler timers = new ManualScheduler();
  private final SmallNode node = new SmallNode(1, Duration.ofDays(1), timers);

  @BeforeEach
  void join() {
    node.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    node.receive("{'t':'kept','gen':1,'seq':1}");
    node.taken();
  }

  @Test
  void itIsHandledOnceItsAnnouncementIsOnItsWayAndWhatFollowsWaits() {
    node.slow();
    node.event(1, 2);
    node.event(2, 1);
    node.receive("{'t':'ping'}");
    assertThat(node.taken()).containsExactly("working", "pong");
    node.flushed();
    assertThat(node.last("render").get("seen").asInt()).isEqualTo(2);
    assertThat(node.taken()).startsWith("done", "render", "done", "render");
  }

  @Test
  void whatCameBeforeItIsAnsweredBefore() {
    node.event(1, 1);
    node.event(2, 2);
    assertThat(node.taken()).containsExactly("done", "render", "keep", "working", "done", "render");
  }

  @Test
  void itsAnnouncementIsTheLastThatItsTabHears() {
    node.event(1, 1);
    node.event(2, 1);
    node.slow();
    node.event(3, 2);
    node.taken();
    node.receive("{'t':'kept','gen':1,'seq':2}");
    assertThat(node.taken()).isEmpty();
    node.flushed();
    assertThat(node.taken()).containsExactly("done", "render", "keep");
  }

  @Test
  void norIsItToldWhatProtectsNothingBeforeThat() {
    node.event(1, 1);
    node.slow();
    node.event(2, 2);
    node.taken();
    for (int times = 0; times < 3; times++) {
      node.receive("{'t':'unkept','gen':1,'seq':2,'why':'quota'}");
    }
    assertThat(node.taken()).isEmpty();
    node.flushed();
    assertThat(node.taken()).containsOnlyOnce("unprotected");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void itsLaterTriesWaitUntilItsServerIsNoLongerBusyWithItsStart(int attempt) {
    node.event(1, attempt);
    node.event(2, 1);
    timers.pass(Inbound.ACCUSED_PAUSE.minusNanos(1));
    assertThat(node.taken()).isEmpty();
    timers.pass(Duration.ofNanos(1));
    assertThat(node.taken()).startsWith("working", "done", "render", "done", "render");
  }

  @Test
  void oneAfterTheOther() {
    node.event(1, 2);
    node.event(2, 3);
    node.event(3, 5);
    assertThat(node.last("render").get("seen").asInt()).isEqualTo(1);
    timers.pass(Inbound.ACCUSED_PAUSE);
    assertThat(node.last("render").get("seen").asInt()).isEqualTo(3);
    assertThat(node.last("done").get("error").asString()).isEqualTo("poisoned");
  }
}
