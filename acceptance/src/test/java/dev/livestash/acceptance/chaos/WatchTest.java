package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {
  private final Watch watch = new Watch();

  private static String timed(String notes) {
    return notes.lines().map(note -> "7 " + note + "\n").collect(Collectors.joining());
  }

  @Test
  void whatGoesForwardIsNoRollback() {
    watch.read(
        timed(
            """
        joined sid 1 new - 0 0
        stored 0 sid.1.1
        render 1
        stored 1 sid.1.2
        closed 1006
        joined sid 2 adopted - 1 0
        stored 1 sid.2.3
        stored 3 sid.2.3 sid.2.4
        refused 4 invalid
        joined sid 5 restored - 3 0
        render 3
        """));

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
        "joined sid 3 new stale 5 0",
        "joined other 3 forked - 5 0",
        "joined other 3 forked stale 4 0",
        "joined sid 3 restored - 4 0",
        "render 4"
      })
  void whatGoesBackIsOne(String note) {
    watch.read(timed("stored 5 sid.2.3\n" + note));

    assertThat(watch.rollbacks()).hasSize(1);
  }

  @Test
  void tabThatHasNothingCannotGoBack() {
    watch.read(timed("joined sid 1 new - 0 0\nrender 0\n"));

    assertThat(watch.rollbacks()).isEmpty();
  }

  @Test
  void lastWordAboutAnEventCounts() {
    watch.read(timed("answered 4\nanswered 5\nrefused 5 timeout\n"));

    assertThat(watch.hasSucceeded(4)).isTrue();
    assertThat(watch.hasSucceeded(5)).isFalse();
    assertThat(watch.told()).containsExactly(Map.entry("refused: timeout", 1));
  }

  @Test
  void whoSleepsAndWakesIsCounted() {
    watch.read(timed("asleep 2 4\nwake\nasleep 2 5\nneeded\nwake\nasleep 2 6\n"));

    assertThat(watch.sleeps()).isEqualTo(3);
    assertThat(watch.wakes()).isEqualTo(2);
  }

  @Test
  void oneRollbackIsOneHoweverItGoesOn() {
    watch.read(timed("stored 5 sid.2.3\nstored 4 sid.2.2\nrender 4\nstored 5 sid.2.3\n"));

    assertThat(watch.rollbacks()).hasSize(1);
  }

  // --- after the browser was killed

  private void browserIsKilled(String notes) {
    watch.read(timed("joined sid 2 new - 0 0\nstored 5 sid.2.3\n"));
    watch.browserIsKilled(8);
    // The first was fetched before: a browser that is late brings it back.
    watch.read(timed("stored 4 sid.2.2") + notes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "joined sid 3 adopted - 7 0 | 7 | false",
        "joined sid 3 restored - 5 0 | 6 | false",
        "joined other 1 forked stale 4 0 | 6 | false",
        "joined sid 3 restored - 4 0 | 6 | true",
        "joined sid 3 adopted - 4 0 | 6 | true"
      })
  void tabGoesOnFromWhatItsBrowserHadWritten(String joined, long to, boolean isSilent) {
    browserIsKilled("9 found 6\n9 " + joined + "\n");

    assertThat(watch.rollbacks()).isEmpty();
    assertThat(watch.awaitsComeback()).isFalse();
    List<Rewound> rewounds = watch.fetchRewounds();
    assertThat(rewounds).singleElement().extracting(Rewound::to).isEqualTo(to);
    assertThat(rewounds).singleElement().extracting(Rewound::isSilent).isEqualTo(isSilent);
    assertThat(watch.fetchRewounds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "joined sid 3 restored - 4 0 | joined other 4 forked stale 4 0 | 0",
        "joined sid 3 restored - 4 0 | joined other 4 forked stale 3 0 | 1",
        "joined sid 3 restored - 4 0 | joined other 4 forked - 4 0 | 1",
        "joined sid 3 restored - 5 0 | joined other 4 forked stale 5 0 | 1"
      })
  void whatNoServerKnewIsToldLater(String joined, String later, int rollbacks) {
    browserIsKilled("9 found 6\n9 " + joined + "\n");
    watch.read("10 stored 4 sid.3.4\n11 " + later + "\n");

    assertThat(watch.rollbacks()).hasSize(rollbacks);
  }

  @Test
  void whatAForkHadMayBeLostWithItIfTheTabHasStoredNothingOfIt() {
    browserIsKilled(
        """
        9 found 4
        9 joined other 3 forked stale 8 0
        10 joined third 3 forked stale 4 0
        11 stored 4 third.3.5
        12 joined third 3 adopted - 4 0
        """);

    assertThat(watch.rollbacks()).isEmpty();
    assertThat(watch.fetchRewounds()).extracting(Rewound::besides).containsExactly(0L, 4L);
  }

  @Test
  void whatTheSessionHadIsLostWithItIfTheTabHasNotStoredItAgain() {
    browserIsKilled(
        "9 found 4\n9 joined sid 3 adopted - 7 0\n10 joined other 4 forked stale 4 3\n");

    assertThat(watch.rollbacks()).isEmpty();
    assertThat(watch.fetchRewounds()).extracting(Rewound::lost).containsExactly(0L, 3L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "joined other 1 new stale 0 0",
        "joined other 1 new - 0 0",
        "joined other 1 forked - 4 0"
      })
  void tabThatHasToStartAnewAfterwardsWentBack(String joined) {
    browserIsKilled("9 found 6\n9 " + joined + "\n");

    assertThat(watch.rollbacks()).hasSize(1);
  }

  @Test
  void whatWasUnprotectedMayBeLost() {
    watch.read(
        timed("stored 5 sid.2.3\nunprotected 6 oversize\njoined other 1 forked stale 5 3\n"));

    assertThat(watch.rollbacks()).isEmpty();
    assertThat(watch.fetchRewounds()).singleElement().extracting(Rewound::lost).isEqualTo(3L);
  }

  @Test
  void whatWasNotMayNot() {
    watch.read(timed("stored 5 sid.2.3\njoined other 1 forked stale 5 3\n"));

    assertThat(watch.rollbacks()).hasSize(1);
  }
}
