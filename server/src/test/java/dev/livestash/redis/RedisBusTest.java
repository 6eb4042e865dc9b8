package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.bus.Bus;
import dev.livestash.bus.BusContract;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisBusTest extends BusContract {
  /** Of a command; it is looked after five of them whether the bus still hears. */
  private static final Duration SHORT = Duration.ofMillis(200);

  private static final int TRIES = 400;
  private static final int POLL_MILLIS = 50;
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

  /** It only listens, and so would take a network that swallows everything for silence. */
  @Test
  void whatIsPublishedIsHeardAgainAfterAConnectionThatLedNowhere() throws InterruptedException {
    Bus sender = twoNodes().get(0);
    try (Wire wire = new Wire(redis.port());
        RedisEngine wired = RedisEngine.connect(RedisURI.create(wire.uri()), SHORT)) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      wired.bus("test" + BUSES.get()).listen(heard::add);
      assertThat(isHeard("before", sender, heard)).isTrue();
      wire.swallow();
      assertThat(isHeard("after", sender, heard)).isTrue();
    }
  }

  /** It is sent until it is: the way to a listener is made without waiting for it. */
  private static boolean isHeard(String text, Bus sender, BlockingQueue<String> heard)
      throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      sender.send(text).toCompletableFuture().join();
      if (text.equals(heard.poll(POLL_MILLIS, TimeUnit.MILLISECONDS))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void itHasAName() {
    assertThatThrownBy(() -> one.bus("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.bus("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
  }
}
