package dev.livestash.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who goes when there is no room for another state. */
class StatesTest {
  private final List<String> ended = new ArrayList<>();
  private final States states = new States(100);

  private States.Weight weight(String name, long bytes) {
    return states.weight(bytes, () -> ended.add(name));
  }

  @Test
  void thoseWithATabStay() {
    weight("a", 60);
    assertThat(states.makeRoom(40)).isTrue();
    assertThat(states.makeRoom(41)).isFalse();
    assertThat(ended).isEmpty();
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
  void oneThatGrowsMakesThemGoToo() {
    States.Weight live = weight("live", 10);
    weight("lingers", 80).lingers(true);
    live.is(50);
    assertThat(ended).containsExactly("lingers");
    live.is(500);
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
}
