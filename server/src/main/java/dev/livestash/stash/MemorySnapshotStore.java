package dev.livestash.stash;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.memory.BoundedMaps;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Snapshots in this node's memory, bounded in bytes and time. They do not outlive the node, but a
 * tab that comes back to it finds them, however large they are and whatever its own storage holds.
 */
public final class MemorySnapshotStore implements SnapshotStore {
  /** How many bytes of keys and tokens it holds by default: 256 MiB. */
  public static final long DEFAULT_MAX_TOTAL_BYTES = 256L << 20;

  /** What an entry takes besides its key and its token. */
  private static final int OVERHEAD_BYTES = 200;

  private final BoundedMaps.Expiring<Entry> entries;
  private final ConcurrentMap<String, Long> bytesOfInstances = new ConcurrentHashMap<>();
  private final AtomicLong totalBytes = new AtomicLong();
  private final long maxTotalBytes;
  private final long maxInstanceBytes;

  /** An empty store of the default size. */
  public MemorySnapshotStore() {
    this(DEFAULT_MAX_TOTAL_BYTES, System::nanoTime);
  }

  /**
   * An empty store.
   *
   * @param maxTotalBytes how many bytes of keys and tokens it holds, of one instance at most a
   *     quarter; what has no room is not taken, so that its view keeps it elsewhere, or says that
   *     it rests nowhere
   * @param nanoTime a monotonic clock
   * @throws IllegalArgumentException if it is to hold nothing
   */
  public MemorySnapshotStore(long maxTotalBytes, LongSupplier nanoTime) {
    if (maxTotalBytes < 1) {
      throw new IllegalArgumentException(
          "maxTotalBytes is " + maxTotalBytes + "; give at least 1, better some MiB.");
    }
    this.maxTotalBytes = maxTotalBytes;
    this.maxInstanceBytes = Math.max(1, maxTotalBytes / 4);
    this.entries = BoundedMaps.byLifetime(Entry::lifetime, this::gone, nanoTime);
  }

  private record Entry(String token, Duration lifetime) {}

  @Override
  public synchronized CompletionStage<Void> put(String key, String token, Duration lifetime) {
    Entry before = entries.map().get(key);
    long more = bytes(key, token) - (before == null ? 0 : bytes(key, before.token()));
    if (!hasRoom(key, more)) {
      entries.expire().run();
    }
    if (!hasRoom(key, more)) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("This node's snapshot store has no room for it.", null));
    }
    add(key, bytes(key, token));
    entries.map().put(key, new Entry(token, lifetime));
    return CompletableFuture.completedFuture(null);
  }

  private boolean hasRoom(String key, long more) {
    long ofInstance = bytesOfInstances.getOrDefault(instance(key), 0L);
    return totalBytes.get() + more <= maxTotalBytes && ofInstance + more <= maxInstanceBytes;
  }

  private static long bytes(String key, String token) {
    return key.length() + (long) token.length() + OVERHEAD_BYTES;
  }

  /** Each generation of an instance has a key of its own. */
  private static String instance(String key) {
    int end = key.indexOf('#');
    return end < 0 ? key : key.substring(0, end);
  }

  /** Called by the cache, which holds a lock of its own. */
  private void gone(String key, Entry entry) {
    add(key, -bytes(key, entry.token()));
  }

  private void add(String key, long bytes) {
    totalBytes.addAndGet(bytes);
    bytesOfInstances.merge(
        instance(key), bytes, (one, other) -> one + other == 0 ? null : one + other);
  }

  /**
   * What it holds now, for metrics.
   *
   * @return bytes of keys and tokens, and what its entries take besides
   */
  public long heldBytes() {
    return totalBytes.get();
  }

  @Override
  public CompletionStage<Optional<String>> get(String key) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(entries.map().get(key)).map(Entry::token));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    entries.map().remove(key);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Boolean> expire(String key, Duration lifetime) {
    Entry before = entries.map().get(key);
    if (before != null) {
      // What takes its place is told to be gone.
      add(key, bytes(key, before.token()));
      entries.map().put(key, new Entry(before.token(), lifetime));
    }
    return CompletableFuture.completedFuture(true);
  }
}
