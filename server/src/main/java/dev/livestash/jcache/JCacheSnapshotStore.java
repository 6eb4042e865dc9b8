package dev.livestash.jcache;

import dev.livestash.stash.SnapshotStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;

/**
 * Snapshots in a cache that all nodes share.
 *
 * <p>The cache must be the store's own. JCache has no lifetime for a single entry: the cache's
 * expiry must be at least the lifetime of a token (24 hours by default), counted from its creation
 * or update, and the cache large enough for the snapshots of all tabs. What a later snapshot has
 * taken the place of is removed by the node that noted it, if that is still there some minutes
 * later; otherwise it stays as long as the cache's expiry lets it.
 */
public final class JCacheSnapshotStore implements SnapshotStore {
  /** How long a call may take by default. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

  private final CacheThreads threads;
  private final Cache<String, String> cache;

  /**
   * A store with the default timeout.
   *
   * @param cache the same on all nodes; values are texts
   */
  public JCacheSnapshotStore(Cache<String, String> cache) {
    this(cache, DEFAULT_TIMEOUT);
  }

  /**
   * A store.
   *
   * @param cache the same on all nodes; values are texts
   * @param timeout how long a call may take
   */
  public JCacheSnapshotStore(Cache<String, String> cache, Duration timeout) {
    this.threads = new CacheThreads("snapshots", timeout);
    this.cache = cache;
  }

  @Override
  public CompletionStage<Void> put(String key, String token, Duration lifetime) {
    return threads
        .ask(
            () -> {
              cache.put(key, token);
              return true;
            })
        .thenAccept(done -> {});
  }

  @Override
  public CompletionStage<Optional<String>> get(String key) {
    return threads.ask(() -> Optional.ofNullable(cache.get(key)));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return threads.ask(() -> cache.remove(key)).thenAccept(gone -> {});
  }
}
