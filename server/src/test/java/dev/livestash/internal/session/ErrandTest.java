package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session is woken for, and since when. */
class ErrandTest {
  private static final Errand.Task NOTHING =
      new Errand.Task() {
        @Override
        public void run() {}

        @Override
        public void isLost() {}
      };

  private final Errand errand = new Errand();
  private final List<String> said = new ArrayList<>();

  @Test
  void whatWaitsForItToWakeDoesNotWakeIt() {
    errand.isNewest(NOTHING);
    errand.wakes(Errand.RENEWAL, 7);
    assertThat(errand.cause()).isEqualTo("renewal");
    assertThat(errand.sinceNanos()).isEqualTo(7);
  }

  @Test
  void theFirstCauseCounts() {
    errand.wakes(Errand.UPDATE, 7);
    errand.wakes(Errand.EVENT, 9);
    assertThat(errand.cause()).isEqualTo("update");
    assertThat(errand.sinceNanos()).isEqualTo(7);
  }

  @Test
  void anOlderChangeIsNotMadeAfterANewerOneThatWakesIt() {
    errand.isNewest(new Said("one"));
    errand.add(Errand.UPDATE, new Said("two"));
    errand.isNewest(new Said("three"));
    errand.run();
    assertThat(said).containsExactly("one is lost", "two", "three");
  }

  @Test
  void whatWaitsStaysBesideWhatTheTabWakesItFor() {
    errand.isNewest(new Said("one"));
    errand.add(Errand.EVENT, () -> said.add("an event"));
    errand.run();
    assertThat(said).containsExactly("an event", "one");
  }

  @Test
  void whatIsTakenIsInTheOrderInWhichItCame() {
    errand.isNewest(new Said("one"));
    errand.add(Errand.UPDATE, new Said("two"));
    errand.takeChanges().forEach(Runnable::run);
    assertThat(said).containsExactly("one is lost", "two");
    assertThat(errand.takeChanges()).isEmpty();
  }

  private final class Said implements Errand.Task {
    private final String text;

    Said(String text) {
      this.text = text;
    }

    @Override
    public void run() {
      said.add(text);
    }

    @Override
    public void isLost() {
      said.add(text + " is lost");
    }
  }
}
