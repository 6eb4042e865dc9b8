package dev.livestash.stash;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.memory.BoundedMaps;
import dev.livestash.internal.memory.Shares;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Snapshots in this node's memory, bounded in bytes and time. They do not outlive the node, but a
 * tab that comes back to it finds them, however large they are and whatever its own storage holds.
 */
public final class MemorySnapshotStore implements SnapshotStore {
  /** How many bytes of keys and tokens it holds by default: 256 MiB. */
  public static final long DEFAULT_MAX_TOTAL_BYTES = 256L << 20;

  /** Whoever is not known. */
  private static final String NOBODY = "";

  /** What an entry takes besides its texts. */
  private static final int OVERHEAD_BYTES = 200;

  private final BoundedMaps.Expiring<Entry> entries;
  private final Shares ofInstances;
  private final Shares ofClients;
  private final AtomicLong totalBytes = new AtomicLong();
  private final long maxTotalBytes;

  /** An empty store of the default size. */
  public MemorySnapshotStore() {
    this(DEFAULT_MAX_TOTAL_BYTES, System::nanoTime);
  }

  /**
   * An empty store.
   *
   * @param maxTotalBytes how many bytes of keys and tokens it holds, of one instance at most a
   *     quarter, and as much of all of one client (a subject, or an address where there is none);
   *     what has no room is not taken, so that its view keeps it elsewhere, or says that it rests
   *     nowhere
   * @param nanoTime a monotonic clock
   * @throws IllegalArgumentException if it is to hold nothing
   */
  public MemorySnapshotStore(long maxTotalBytes, LongSupplier nanoTime) {
    if (maxTotalBytes < 1) {
      throw new IllegalArgumentException(
          "maxTotalBytes is " + maxTotalBytes + "; give at least 1, better some MiB.");
    }
    this.maxTotalBytes = maxTotalBytes;
    long shareBytes = Math.max(1, maxTotalBytes / 4);
    this.ofInstances = new Shares(shareBytes);
    this.ofClients = new Shares(shareBytes, "this node's snapshot store, in bytes");
    this.entries = BoundedMaps.byLifetime(Entry::lifetime, this::gone, nanoTime);
  }

  /**
   * A snapshot.
   *
   * @param client whose share it is of; {@link #NOBODY} of none
   */
  private record Entry(String token, Duration lifetime, String client) {
    long bytes(String key) {
      return key.length() + (long) token.length() + client.length() + OVERHEAD_BYTES;
    }

    boolean isNobodys() {
      return client.equals(NOBODY);
    }
  }

  @Override
  public CompletionStage<Void> put(String key, String token, Duration lifetime) {
    return put(key, token, lifetime, NOBODY);
  }

  @Override
  public synchronized CompletionStage<Void> put(
      String key, String token, Duration lifetime, String client) {
    Entry next = new Entry(token, lifetime, client);
    if (!hasRoom(key, next)) {
      entries.expire().run();
    }
    if (!hasRoom(key, next)) {
      return refused(key, next);
    }
    add(key, next, 1);
    // What it takes the place of is told to be gone.
    entries.map().put(key, next);
    return CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> refused(String key, Entry next) {
    if (!isWithinShare(key, next)) {
      ofClients.isFull();
    }
    return CompletableFuture.failedFuture(
        new StoreUnavailableException("This node's snapshot store has no room for it.", null));
  }

  private boolean hasRoom(String key, Entry next) {
    Entry before = entries.map().get(key);
    long more = next.bytes(key) - (before == null ? 0 : before.bytes(key));
    return totalBytes.get() + more <= maxTotalBytes
        && ofInstances.fits(instance(key), more)
        && isWithinShare(key, next);
  }

  private boolean isWithinShare(String key, Entry next) {
    Entry before = entries.map().get(key);
    long more = next.bytes(key);
    if (before != null && before.client().equals(next.client())) {
      more -= before.bytes(key);
    }
    return next.isNobodys() || ofClients.fits(next.client(), more);
  }

  /** Each generation of an instance has a key of its own. */
  private static String instance(String key) {
    int end = key.indexOf('#');
    return end < 0 ? key : key.substring(0, end);
  }

  /** Called by the cache, which holds a lock of its own. */
  private void gone(String key, Entry entry) {
    add(key, entry, -1);
  }

  private void add(String key, Entry entry, int sign) {
    long bytes = sign * entry.bytes(key);
    totalBytes.addAndGet(bytes);
    ofInstances.add(instance(key), bytes);
    if (!entry.isNobodys()) {
      ofClients.add(entry.client(), bytes);
    }
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
      Entry next = new Entry(before.token(), lifetime, before.client());
      add(key, next, 1);
      entries.map().put(key, next);
    }
    return CompletableFuture.completedFuture(true);
  }
}
