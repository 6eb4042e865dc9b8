package dev.livestash.redis;

import dev.livestash.stash.SnapshotStore;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Snapshots in Redis, one key each, which expires by itself. */
final class RedisSnapshotStore implements SnapshotStore {
  static final String PREFIX = "livestash:snapshot:";

  private final RedisLink redis;

  RedisSnapshotStore(RedisLink redis) {
    this.redis = redis;
  }

  static SetArgs expiring(Duration lifetime) {
    return SetArgs.Builder.px(millis(lifetime));
  }

  private static long millis(Duration lifetime) {
    return Math.max(1, lifetime.toMillis());
  }

  @Override
  public CompletionStage<Void> put(String key, String token, Duration lifetime) {
    return redis
        .ask("put", commands -> commands.set(PREFIX + key, token, expiring(lifetime)))
        .thenAccept(done -> {});
  }

  @Override
  public CompletionStage<Optional<String>> get(String key) {
    return redis.ask("get", commands -> commands.get(PREFIX + key)).thenApply(Optional::ofNullable);
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return redis.ask("remove", commands -> commands.del(PREFIX + key)).thenAccept(gone -> {});
  }

  @Override
  public CompletionStage<Boolean> expire(String key, Duration lifetime) {
    return redis
        .ask("expire", commands -> commands.pexpire(PREFIX + key, millis(lifetime)))
        .thenApply(isThere -> true);
  }
}
