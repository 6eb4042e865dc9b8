package dev.livestash.stash;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.livestash.fence.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Snapshots in this node's memory, bounded in bytes and time. They do not outlive the node, but a
 * tab that comes back to it finds them, however large they are and whatever its own storage holds.
 */
public final class MemorySnapshotStore implements SnapshotStore {
  /** How many bytes of keys and tokens it holds by default: 256 MiB. */
  public static final long DEFAULT_MAX_TOTAL_BYTES = 256L << 20;

  private final Cache<String, Entry> entries;

  /** An empty store of the default size. */
  public MemorySnapshotStore() {
    this(DEFAULT_MAX_TOTAL_BYTES, Ticker.systemTicker());
  }

  /**
   * An empty store.
   *
   * @param maxTotalBytes how many bytes of keys and tokens it holds; what is used least goes first
   * @param ticker the time
   * @throws IllegalArgumentException if it is to hold nothing
   */
  public MemorySnapshotStore(long maxTotalBytes, Ticker ticker) {
    if (maxTotalBytes < 1) {
      throw new IllegalArgumentException(
          "maxTotalBytes is " + maxTotalBytes + "; give at least 1, better some MiB.");
    }
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maxTotalBytes)
            .weigher((String key, Entry entry) -> key.length() + entry.token().length())
            .expireAfter(Expiry.writing((String key, Entry entry) -> entry.lifetime()))
            .ticker(ticker)
            // On the thread that puts: what has no room is gone before it is said to be kept.
            .executor(Runnable::run)
            .build();
  }

  private record Entry(String token, Duration lifetime) {}

  @Override
  public CompletionStage<Void> put(String key, String token, Duration lifetime) {
    entries.put(key, new Entry(token, lifetime));
    return entries.asMap().containsKey(key)
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(
            new StoreUnavailableException("This node's snapshot store has no room for it.", null));
  }

  @Override
  public CompletionStage<Optional<String>> get(String key) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(entries.getIfPresent(key)).map(Entry::token));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    entries.invalidate(key);
    return CompletableFuture.completedFuture(null);
  }
}
