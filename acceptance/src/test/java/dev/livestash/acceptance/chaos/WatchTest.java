package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {
  private final Watch watch = new Watch();

  @Test
  void whatGoesForwardIsNoRollback() {
    watch.read(
        """
        joined sid 1 new - 0
        stored 0 sid.1.1
        render 1
        stored 1 sid.1.2
        closed 1006
        joined sid 2 adopted - 1
        stored 1 sid.2.3
        stored 3 sid.2.3 sid.2.4
        refused 4 invalid
        joined sid 5 restored - 3
        render 3
        """);

    assertThat(watch.rollbacks()).isEmpty();
    assertThat(watch.last()).isEqualTo(new Watch.Stored("sid", 2, 4, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stored 5 sid.2.3",
        "stored 6 sid.2.2",
        "stored 6 sid.1.9",
        "stored 4 sid.2.4",
        "stored 6 other.3.4",
        "dropped",
        "joined sid 3 new stale 5",
        "joined other 3 forked - 5",
        "joined sid 3 restored - 4",
        "render 4"
      })
  void whatGoesBackIsOne(String note) {
    watch.read("stored 5 sid.2.3\n" + note);

    assertThat(watch.rollbacks()).hasSize(1);
  }

  @Test
  void tabThatHasNothingCannotGoBack() {
    watch.read("joined sid 1 new - 0\nrender 0\n");

    assertThat(watch.rollbacks()).isEmpty();
  }

  @Test
  void lastWordAboutAnEventCounts() {
    watch.read("answered 4\nanswered 5\nrefused 5 timeout\n");

    assertThat(watch.hasSucceeded(4)).isTrue();
    assertThat(watch.hasSucceeded(5)).isFalse();
    assertThat(watch.refusals()).containsExactly(Map.entry("timeout", 1));
  }

  @Test
  void oneRollbackIsOneHoweverItGoesOn() {
    watch.read("stored 5 sid.2.3\nstored 4 sid.2.2\nrender 4\nstored 5 sid.2.3\n");

    assertThat(watch.rollbacks()).hasSize(1);
  }
}
