package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.Logs;
import dev.livestash.bus.Bus;
import dev.livestash.bus.BusContract;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisBusTest extends BusContract {
  /** Of a command; it is looked after five of them whether the bus still hears. */
  private static final Duration SHORT = Duration.ofMillis(200);

  private static final Pattern REFUSED =
      Pattern.compile("cmdstat_subscribe:.*rejected_calls=([0-9]+)");

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

  /** It is tried again and again, and each time a connection is left that has heard nothing. */
  @Test
  void whoMayNotSubscribeIsToldThatOnce() {
    assertThat(redis.command("ACL SETUSER mute on >pw ~* &* +@all -subscribe")).isEqualTo("+OK");
    try (Logs logs = new Logs();
        RedisEngine mute =
            RedisEngine.connect(
                RedisURI.create("redis://mute:pw@127.0.0.1:" + redis.port()), SHORT)) {
      mute.bus("test").listen(text -> {});
      redis.await("INFO commandstats", RedisBusTest::hasRefusedSome);
      assertThat(logs.lines())
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("does not let messages be heard", "NOPERM");
    }
  }

  private static boolean hasRefusedSome(String stats) {
    Matcher refused = REFUSED.matcher(stats);
    return refused.find() && Integer.parseInt(refused.group(1)) >= 4;
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
