package dev.livestash.fence;

import com.github.benmanes.caffeine.cache.Cache;
import dev.livestash.internal.memory.BoundedMaps;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A fence's entries, in two parts: those that a tab relies on, for it has kept a snapshot, and
 * those of which nobody knows that. Any stranger can make many of the second kind, so that they
 * take no room of the first.
 */
final class FenceMemory {
  private static final int STRIPES = 64;

  private final Object[] locks = new Object[STRIPES];
  private final ConcurrentMap<String, FenceEntry> relied;
  private final ConcurrentMap<String, FenceEntry> others;

  /** Lets those go that nobody has asked for. */
  private final Runnable expired;

  private final int maxRelied;
  private final AtomicBoolean hasSaid = new AtomicBoolean();

  FenceMemory(int maxInstances, Duration memory, LongSupplier nanoTime) {
    Arrays.setAll(locks, i -> new Object());
    int maxOthers = Math.max(1, maxInstances / 4);
    this.maxRelied = Math.max(1, maxInstances - maxOthers);
    this.others = BoundedMaps.byCount(maxOthers, memory, nanoTime);
    Cache<String, FenceEntry> cache = BoundedMaps.byTime(memory, nanoTime);
    this.relied = cache.asMap();
    this.expired = cache::cleanUp;
  }

  @Nullable FenceEntry get(String sid) {
    FenceEntry entry = relied.get(sid);
    return entry == null ? others.get(sid) : entry;
  }

  /** Puts another entry in place of an instance's, in one atomic step; null stands for none. */
  @Nullable FenceEntry change(String sid, UnaryOperator<@Nullable FenceEntry> step) {
    synchronized (lock(sid)) {
      FenceEntry entry = get(sid);
      FenceEntry next = step.apply(entry);
      if (next != null) {
        (relied.containsKey(sid) ? relied : others).put(sid, next);
      }
      return next;
    }
  }

  /** A tab has kept a snapshot of it: it is not forgotten for others, if there is room. */
  void isRelied(String sid) {
    synchronized (lock(sid)) {
      FenceEntry entry = others.get(sid);
      if (entry != null && hasRoom()) {
        relied.put(sid, entry);
        others.remove(sid);
      }
    }
  }

  private boolean hasRoom() {
    if (relied.size() >= maxRelied) {
      expired.run();
    }
    boolean hasRoom = relied.size() < maxRelied;
    if (!hasRoom && hasSaid.compareAndSet(false, true)) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "The fence in this node's memory is full: it guards {0} instances against older tokens,"
                  + " and newer ones for a short time only.",
              maxRelied);
    }
    return hasRoom;
  }

  private Object lock(String sid) {
    return locks[(sid.hashCode() & Integer.MAX_VALUE) % STRIPES];
  }
}
