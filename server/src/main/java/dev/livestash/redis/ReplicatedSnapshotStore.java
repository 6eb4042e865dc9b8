package dev.livestash.redis;

import dev.livestash.stash.SnapshotStore;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Snapshots in Redis that are kept only when replicas have them, too. They are written over a link
 * of their own, for the server answers nobody on a connection that waits for its replicas.
 */
final class ReplicatedSnapshotStore implements SnapshotStore {
  private final SnapshotStore any;
  private final RedisLink writes;
  private final int replicas;
  private final long maxWaitMillis;

  ReplicatedSnapshotStore(SnapshotStore any, RedisLink writes, int replicas, Duration maxWait) {
    this.any = any;
    this.writes = writes;
    this.replicas = replicas;
    this.maxWaitMillis = Math.max(1, maxWait.toMillis());
  }

  @Override
  public CompletionStage<Void> put(String key, String token, Duration lifetime) {
    SetArgs expiring = RedisSnapshotStore.expiring(lifetime);
    String name = RedisSnapshotStore.PREFIX + key;
    return writes
        .askOpen(
            "put",
            open ->
                open.at()
                    .apply(name)
                    .thenCompose(owner -> written(owner, name, token, expiring))
                    .exceptionallyCompose(failure -> looked(open, name, failure)))
        .thenAccept(done -> {});
  }

  /** What waits in one go waits once: the replicas' answer is for all that was written before. */
  private CompletionStage<Long> written(
      RedisClusterAsyncCommands<String, String> owner,
      String name,
      String token,
      SetArgs expiring) {
    return owner
        .set(name, token, expiring)
        .thenCompose(done -> owner.waitForReplication(replicas, maxWaitMillis))
        .thenApply(
            count -> {
              if (count < replicas) {
                throw new RedisCommandExecutionException("Replicas that have it: " + count);
              }
              return count;
            });
  }

  /** A slot may have moved: whoever is sent on finds out where to, for the next time. */
  private static CompletionStage<Long> looked(Route.Open open, String name, Throwable failure) {
    return open.commands()
        .exists(name)
        .thenCompose(there -> CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Optional<String>> get(String key) {
    return any.get(key);
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return any.remove(key);
  }

  @Override
  public CompletionStage<Boolean> expire(String key, Duration lifetime) {
    return any.expire(key, lifetime);
  }
}
