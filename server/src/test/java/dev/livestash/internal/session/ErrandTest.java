package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

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
}
