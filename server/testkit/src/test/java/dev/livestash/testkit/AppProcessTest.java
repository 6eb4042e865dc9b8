package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AppProcessTest {
  @Test
  void whereNoProcessCanBeToldToEndNoneIsDrained() {
    assertThatThrownBy(() -> AppProcess.checkTerminates(false))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("SIGTERM")
        .hasMessageContaining("call kill()");
    assertThatCode(() -> AppProcess.checkTerminates(true)).doesNotThrowAnyException();
  }
}
