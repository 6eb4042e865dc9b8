package dev.livestash.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who goes when there is no room for another state. */
class StatesTest {
  private final List<String> ended = new ArrayList<>();
  private final List<String> asleep = new ArrayList<>();
  private final States states = new States(100);

  private States.Weight weight(String name, long bytes) {
    return weight(states, name, bytes);
  }

  private States.Weight weight(States node, String name, long bytes) {
    return node.weight(
        bytes,
        new States.Owner() {
          @Override
          public void letGo() {
            ended.add(name);
          }

          @Override
          public void letSleep() {
            asleep.add(name);
          }
        });
  }

  @Test
  void thoseWithATabStay() {
    weight("a", 60);
    assertThat(states.makeRoom(40)).isTrue();
    assertThat(states.makeRoom(41)).isFalse();
    assertThat(ended).isEmpty();
  }

  @Test
  void whatIsShownIsHeldForAsLongAsItsStateIs() {
    States.Weight weight = weight("a", 10);
    weight.shows(5);
    assertThat(states.heldBytes()).isEqualTo(50);
    weight.is(20, 1);
    assertThat(states.heldBytes()).isEqualTo(61);
    Shares shares = new Shares(100);
    weight.isOf(shares.of("alice", Share.UNCOUNTED));
    assertThat(shares.hasRoom("alice", 79)).as("by what it is let in").isTrue();
    weight.sleeps();
    assertThat(states.heldBytes()).isEqualTo(21);
    weight.staysAwake();
    assertThat(states.heldBytes()).isEqualTo(21);
    weight.shows(5);
    weight.ended();
    assertThat(states.heldBytes()).isZero();
  }

  /** Whoever makes room may have had it in hand when it ended. */
  @Test
  void whatHasEndedWeighsNothingWhateverIsSaidOfItThen() {
    States.Weight weight = weight("a", 60);
    weight.ended();
    weight.is(40, 2);
    weight.staysAwake();
    weight.sleeps();
    weight.isBack();
    assertThat(states.heldBytes()).isZero();
  }

  /** They end, and come back, while others make room. */
  @Test
  void nothingIsLeftOfThoseThatGoWhileOthersMakeRoom() throws InterruptedException {
    States node = new States(20_000);
    AtomicBoolean isOver = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              while (!isOver.get()) {
                node.makeRoom(15_000);
              }
            });
    other.start();
    for (int i = 0; i < 20_000; i++) {
      States.Weight resting = silent(node, 10_000);
      resting.rests(true);
      resting.ended();
      States.Weight lingering = silent(node, 10_000);
      lingering.lingers(true);
      lingering.isBack();
      if (i % 2 == 0) {
        assertThat(node.heldBytes()).isEqualTo(10_000);
      }
      lingering.ended();
      assertThat(node.heldBytes()).isZero();
    }
    isOver.set(true);
    other.join();
  }

  private static States.Weight silent(States node, long bytes) {
    return node.weight(
        bytes,
        new States.Owner() {
          @Override
          public void letGo() {}

          @Override
          public void letSleep() {}
        });
  }

  @Test
  void whatItsTabCanBringBackGoesFirstThenWhatWaitsLongest() {
    weight("unkept", 20).lingers(false);
    weight("first", 20).lingers(true);
    weight("second", 20).lingers(true);
    weight("live", 40);
    assertThat(states.makeRoom(10)).isTrue();
    assertThat(ended).containsExactly("first");
    assertThat(states.makeRoom(60)).isTrue();
    assertThat(ended).containsExactly("first", "second", "unkept");
    assertThat(states.heldBytes()).isEqualTo(40);
  }

  @Test
  void thoseThatCanSleepDoLongestIdleFirstAndBeforeAnythingIsLost() {
    States node = new States(100_000);
    States.Weight unkept = weight(node, "unkept", 10_000);
    unkept.lingers(false);
    weight(node, "restorable", 10_000).lingers(true);
    States.Weight first = weight(node, "first", 30_000);
    States.Weight second = weight(node, "second", 30_000);
    weight(node, "busy", 10_000).rests(false);
    first.rests(true);
    second.rests(true);
    first.rests(false);
    first.rests(true);

    assertThat(node.makeRoom(25_000)).isTrue();
    assertThat(ended).containsExactly("restorable");
    assertThat(asleep).containsExactly("second");
    assertThat(node.makeRoom(75_000)).isTrue();
    assertThat(asleep).containsExactly("second", "first");
    assertThat(ended).containsExactly("restorable");
    assertThat(node.makeRoom(85_000)).isTrue();
    assertThat(ended).containsExactly("restorable", "unkept");
    assertThat(node.makeRoom(90_000)).isFalse();
  }

  @Test
  void oneThatStaysAwakeCountsAsBefore() {
    States node = new States(100_000);
    States.Weight weight = weight(node, "a", 10_000);
    weight.is(60_000, 0);
    weight.rests(true);
    assertThat(node.makeRoom(90_000)).isTrue();
    assertThat(node.heldBytes()).isLessThan(10_000);
    weight.staysAwake();
    assertThat(node.heldBytes()).isEqualTo(60_000);
    weight.sleeps();
    weight.ended();
    assertThat(node.heldBytes()).isZero();
  }

  @Test
  void oneThatSleepsStillWeighsWhatIsHeldForItsTab() {
    States node = new States(1_000_000);
    States.Weight weight = weight(node, "a", 10_000);
    weight.is(60_000, 40_000);
    weight.sleeps();
    assertThat(node.heldBytes()).isBetween(40_000L, 42_000L);
    weight.staysAwake();
    weight.rests(true);
    assertThat(node.heldBytes()).isEqualTo(100_000);
    assertThat(node.makeRoom(950_000)).isTrue();
    assertThat(node.heldBytes()).isBetween(40_000L, 42_000L);
  }

  @Test
  void oneThatGrowsMakesThemGoToo() {
    States.Weight live = weight("live", 10);
    weight("lingers", 80).lingers(true);
    live.is(50, 0);
    assertThat(ended).containsExactly("lingers");
    live.is(500, 0);
    assertThat(states.heldBytes()).isEqualTo(500);
    assertThat(states.makeRoom(1)).isFalse();
    live.ended();
    assertThat(states.heldBytes()).isZero();
  }

  @Test
  void oneThatWasLetGoAndIsBackCountsAgain() {
    States.Weight one = weight("one", 80);
    one.lingers(true);
    assertThat(states.makeRoom(90)).isTrue();
    assertThat(states.heldBytes()).isZero();
    one.isBack();
    assertThat(states.heldBytes()).isEqualTo(80);
    one.ended();
    one.ended();
    assertThat(states.heldBytes()).isZero();
  }

  // --- shares

  private final Shares shares = new Shares(100);

  private Share share(String client) {
    return shares.of(client, Share.UNCOUNTED);
  }

  @Test
  void whatAClientsSessionsWeighIsCountedUntilTheyHaveEnded() {
    States.Weight first = weight("first", 60);
    first.isOf(share("alice"));
    assertThat(share("alice").hasRoom(40)).isTrue();
    assertThat(share("alice").hasRoom(41)).isFalse();
    assertThat(share("bob").hasRoom(100)).isTrue();
    first.is(20, 0);
    assertThat(share("alice").hasRoom(80)).isTrue();
    assertThat(share("alice").hasRoom(81)).isFalse();
    first.ended();
    assertThat(share("alice").hasRoom(100)).isTrue();
    assertThat(shares.size()).as("nothing is held of who has none").isZero();
  }

  @Test
  void whoTakesASessionOverHasItsWeight() {
    States.Weight one = weight("one", 60);
    one.isOf(share("alice"));
    one.lingers(true);
    one.isBack();
    one.isOf(share("bob"));
    assertThat(share("alice").hasRoom(100)).isTrue();
    assertThat(share("bob").hasRoom(41)).isFalse();
    assertThat(states.heldBytes()).isEqualTo(60);
  }

  @Test
  void whatIsToldToEndWeighsNothingForItsClientEither() {
    States.Weight one = weight("one", 60);
    one.isOf(share("alice"));
    one.lingers(true);
    assertThat(states.makeRoom(100)).isTrue();
    assertThat(share("alice").hasRoom(100)).isTrue();
    one.ended();
    assertThat(shares.size()).isZero();
  }

  @Test
  void oneOfTwoSharesIsEnoughToBeFull() {
    Shares others = new Shares(50);
    Share both = shares.of("alice", others.of("192.0.2.1", Share.UNCOUNTED));
    weight("one", 45).isOf(both);
    assertThat(both.hasRoom(5)).isTrue();
    assertThat(both.hasRoom(6)).isFalse();
    assertThat(share("alice").hasRoom(55)).isTrue();
  }
}
