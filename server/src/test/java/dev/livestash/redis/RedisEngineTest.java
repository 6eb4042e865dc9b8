package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.fence.Fence;
import dev.livestash.keys.KeyRing;
import io.lettuce.core.RedisURI;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that cannot be one is refused at once, with what to do, and without its password. */
class RedisEngineTest {
  private static String everything(Throwable failure) {
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:hidden@localhost:6379",
        "redis://:hid den hidden@localhost",
        "redis://:hid/hidden@localhost",
        "redis-sentinel://:hidden@localhost:26379",
        "redis://",
        "hidden",
        "",
      })
  void whatCannotBeAnAddressIsRefusedWithoutBeingQuoted(String uri) {
    assertThatThrownBy(() -> RedisEngine.connect(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give redis://user:password@host:6379/0")
        .satisfies(refusal -> assertThat(everything(refusal)).doesNotContain("hidden"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis-sentinel://:hidden@localhost:26379#them",
        "redis://:hidden@localhost:6379/1",
        "x://"
      })
  void whatCannotBeAClusterIsRefusedWithoutBeingQuoted(String uri) {
    assertThatThrownBy(() -> RedisEngine.connectToCluster(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*(sentinels|database 0|give redis://).*")
        .satisfies(refusal -> assertThat(everything(refusal)).doesNotContain("hidden"));
  }

  @Test
  void severalServersAreACluster() {
    assertThatThrownBy(() -> RedisEngine.connect("redis://:hidden@one:6379,two:6379"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use connectToCluster")
        .satisfies(refusal -> assertThat(everything(refusal)).doesNotContain("hidden"));
    assertThatThrownBy(() -> RedisEngine.connectToCluster(List.of(), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://%s", "redis-sentinel://%s#them", "cluster"})
  void aFailureDoesNotTellThePassword(String shape) {
    String server = ":hidden@127.0.0.1:" + RedisProcess.freePort();
    try (RedisEngine engine =
        shape.equals("cluster")
            ? RedisEngine.connectToCluster("redis://" + server)
            : RedisEngine.connect(shape.formatted(server))) {
      assertThatThrownBy(
              () ->
                  engine
                      .snapshots()
                      .get("key")
                      .toCompletableFuture()
                      .orTimeout(10, TimeUnit.SECONDS)
                      .join())
          .satisfies(failure -> assertThat(everything(failure)).doesNotContain("hidden"));
    }
  }

  @Test
  void aFenceThatForgetsSoonerThanTokensLiveIsRefused(@TempDir Path folder) {
    Duration week = Duration.ofDays(7);
    try (RedisEngine engine = RedisEngine.connect("redis://localhost:1")) {
      LiveStashBuilder builder =
          LiveStash.builder()
              .keys(KeyRing.development(folder.resolve("keys.json")))
              .times(times -> times.withTokenLifetime(week));
      assertThatThrownBy(() -> builder.sharedFence(engine.fence(Clock.systemUTC())).build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("at least the tokenLifetime");
      Fence enough = engine.fence(week, Duration.ofMinutes(1), Clock.systemUTC());
      builder.sharedFence(enough).build().close();
    }
  }

  @Test
  void whatItWasGivenIsNotChanged() {
    RedisURI uri = RedisURI.create("redis-sentinel://:hidden@127.0.0.1:1,127.0.0.1:2#them");
    RedisEngine.connect(uri, Duration.ofSeconds(1)).close();
    assertThat(uri.getTimeout()).isEqualTo(RedisURI.DEFAULT_TIMEOUT_DURATION);
    assertThat(uri.getSentinels().get(0).getTimeout()).isEqualTo(RedisURI.DEFAULT_TIMEOUT_DURATION);
  }
}
