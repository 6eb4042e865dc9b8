package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisSnapshotStoreTest extends SnapshotStoreContract {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static RedisProcess redis;
  private static RedisEngine engine;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    engine = RedisEngine.connect(RedisURI.create(redis.uri()), PATIENCE);
  }

  @AfterAll
  static void stop() {
    engine.close();
    redis.close();
  }

  @Override
  protected SnapshotStore newStore() {
    return engine.snapshots();
  }

  @Test
  void aSnapshotIsForgottenAfterItsLifetime() {
    SnapshotStore store = engine.snapshots();
    store.put("long", "token", Duration.ofMinutes(10)).toCompletableFuture().join();
    long millis = Long.parseLong(redis.command("PTTL livestash:snapshot:long").substring(1));
    assertThat(millis).isBetween(540_000L, 600_000L);
    assertThat(store.expire("long", Duration.ofMinutes(1)).toCompletableFuture().join()).isTrue();
    millis = Long.parseLong(redis.command("PTTL livestash:snapshot:long").substring(1));
    assertThat(millis).isBetween(30_000L, 60_000L);
    store.put("short", "token", Duration.ofMillis(1)).toCompletableFuture().join();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<String> found;
    do {
      found = store.get("short").toCompletableFuture().join();
    } while (found.isPresent() && System.nanoTime() < deadline);
    assertThat(found).isEmpty();
  }
}
