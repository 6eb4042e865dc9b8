package dev.livestash.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailureTest {
  @Test
  void namesWhatIsAtTheBottom() {
    Exception thrown = new IllegalStateException(new RuntimeException(new ArithmeticException()));
    assertThat(Failure.of(thrown).cause())
        .isEqualTo("IllegalStateException by java.lang.ArithmeticException");
    assertThat(Failure.of(new ArithmeticException()).cause()).isEqualTo("ArithmeticException");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void ofCausesThatGoRoundInACircleHasAnEnd() {
    Exception one = new IllegalStateException();
    one.initCause(new IllegalArgumentException(one));
    assertThat(Failure.of(one).cause()).startsWith("IllegalStateException by java.lang.Illegal");
  }
}
