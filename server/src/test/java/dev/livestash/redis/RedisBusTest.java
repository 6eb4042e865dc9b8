package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.bus.Bus;
import dev.livestash.bus.BusContract;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisBusTest extends BusContract {
  private static final AtomicInteger BUSES = new AtomicInteger();

  private static RedisProcess redis;
  private static RedisEngine one;
  private static RedisEngine two;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    one = RedisEngine.connect(redis.uri());
    two = RedisEngine.connect(redis.uri());
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    redis.close();
  }

  @Override
  protected List<Bus> twoNodes() {
    String name = "test" + BUSES.incrementAndGet();
    return List.of(one.bus(name), two.bus(name));
  }

  @Test
  void itHasAName() {
    assertThatThrownBy(() -> one.bus("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.bus("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
  }
}
