package dev.livestash.internal.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over which time the tabs of a node that leaves come back, as {@code docs/operations.md} says. */
class NodeSpreadTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1000",
    "1, 1001",
    "10, 1010",
    "600, 1600",
    "5000, 6000",
    "28999, 29999",
    "29000, 30000",
    "29001, 30000",
    "100000, 30000",
    "2147483647, 30000",
  })
  void isASecondAndAMillisecondForEachTabButNoMoreThanThirtySeconds(int tabs, long millis) {
    assertThat(Node.spread(tabs)).isEqualTo(Duration.ofMillis(millis));
  }
}
