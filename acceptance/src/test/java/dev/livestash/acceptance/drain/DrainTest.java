package dev.livestash.acceptance.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to stop under many tabs, with real sockets. */
class DrainTest {
  private static final int TABS = 600;

  @TempDir Path folder;

  @Test
  void noTabIsLeftWithoutAGoodbyeAndAHealthCheckSeesItComing() throws Exception {
    Drain.Outcome outcome = Drain.run(folder, TABS, Optional.empty());
    assertThat(outcome.cut()).as("1006").isZero();
    assertThat(outcome.mute()).as("without a bye").isZero();
    assertThat(outcome.restart()).as("1012").isEqualTo(TABS);
    assertThat(outcome.refusals()).as("checks answered with 503, one a second").isPositive();
    assertThat(outcome.told()).as("when to come back").isEqualTo(Drain.Spread.promised(TABS));
  }
}
