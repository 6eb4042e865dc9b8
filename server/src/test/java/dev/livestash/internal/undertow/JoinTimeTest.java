package dev.livestash.internal.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTimeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int TOKEN_BYTES = 234_000;

  /** When it is given up, if so much comes each second; as many seconds as it takes if never. */
  private static long endsAfter(int joinBytes, int bytesPerSecond) {
    Duration justNow = Duration.ofSeconds(1);
    long seconds = 0;
    for (int bytes = 0; bytes < joinBytes; bytes += bytesPerSecond) {
      seconds++;
      Duration sinceOpened = Duration.ofSeconds(seconds);
      if (JoinTime.left(TIMEOUT, sinceOpened, justNow, bytes).toMillis() <= 0) {
        return seconds;
      }
    }
    return seconds;
  }

  /** 64, 32 and 16 kbit/s. */
  @ParameterizedTest
  @ValueSource(ints = {8_000, 4_000, 2_000})
  void aLargeTokenOnASlowLineComesThrough(int bytesPerSecond) {
    assertThat(endsAfter(TOKEN_BYTES, bytesPerSecond))
        .isEqualTo((TOKEN_BYTES + bytesPerSecond - 1) / bytesPerSecond);
  }

  @Test
  void oneThatJustLooksAliveDoesNotHoldItsRoomForHours() {
    assertThat(endsAfter(TOKEN_BYTES, 1024 / 20)).isLessThan(40);
  }

  @Test
  void norDoesOneThatHasStopped() {
    Duration left = JoinTime.left(TIMEOUT, Duration.ofSeconds(60), TIMEOUT, TOKEN_BYTES);
    assertThat(left).isZero();
  }

  @Test
  void oneThatHasSaidNothingHasTheTimeout() {
    Duration ten = Duration.ofSeconds(10);
    assertThat(JoinTime.left(TIMEOUT, ten, ten, 0)).isEqualTo(Duration.ofSeconds(20));
  }
}
