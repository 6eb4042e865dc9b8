package dev.livestash.stash;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.memory.BoundedMaps;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Snapshots in this node's memory, bounded in bytes and time. They do not outlive the node, but a
 * tab that comes back to it finds them, however large they are and whatever its own storage holds.
 */
public final class MemorySnapshotStore implements SnapshotStore {
  /** How many bytes of keys and tokens it holds by default: 256 MiB. */
  public static final long DEFAULT_MAX_TOTAL_BYTES = 256L << 20;

  private final ConcurrentMap<String, Entry> entries;

  /** An empty store of the default size. */
  public MemorySnapshotStore() {
    this(DEFAULT_MAX_TOTAL_BYTES, System::nanoTime);
  }

  /**
   * An empty store.
   *
   * @param maxTotalBytes how many bytes of keys and tokens it holds; what is used least goes first
   * @param nanoTime a monotonic clock
   * @throws IllegalArgumentException if it is to hold nothing
   */
  public MemorySnapshotStore(long maxTotalBytes, LongSupplier nanoTime) {
    if (maxTotalBytes < 1) {
      throw new IllegalArgumentException(
          "maxTotalBytes is " + maxTotalBytes + "; give at least 1, better some MiB.");
    }
    this.entries =
        BoundedMaps.byBytes(
            maxTotalBytes,
            (key, entry) -> key.length() + entry.token().length(),
            Entry::lifetime,
            nanoTime);
  }

  private record Entry(String token, Duration lifetime) {}

  @Override
  public CompletionStage<Void> put(String key, String token, Duration lifetime) {
    entries.put(key, new Entry(token, lifetime));
    return entries.containsKey(key)
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(
            new StoreUnavailableException("This node's snapshot store has no room for it.", null));
  }

  @Override
  public CompletionStage<Optional<String>> get(String key) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(entries.get(key)).map(Entry::token));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    entries.remove(key);
    return CompletableFuture.completedFuture(null);
  }
}
