package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address that cannot be one is refused at once, with what to do. */
class RedisEngineTest {
  @ParameterizedTest
  @CsvSource({
    "redis-sentinel://localhost:26379#primary, Sentinels are not asked",
    "http://localhost:6379, Scheme http",
  })
  void whatCannotBeReachedIsRefused(String uri, String why) {
    assertThatThrownBy(() -> RedisEngine.connect(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
