package dev.livestash.fence;

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
  private final BoundedMaps.Expiring<FenceEntry> relied;
  private final ConcurrentMap<String, FenceEntry> others;
  private final int maxRelied;
  private final AtomicBoolean hasSaid = new AtomicBoolean();

  FenceMemory(int maxInstances, Duration memory, LongSupplier nanoTime) {
    Arrays.setAll(locks, i -> new Object());
    int maxOthers = Math.max(1, maxInstances / 4);
    this.maxRelied = Math.max(1, maxInstances - maxOthers);
    this.others = BoundedMaps.byCount(maxOthers, memory, nanoTime);
    this.relied = BoundedMaps.byTime(memory, nanoTime);
  }

  @Nullable FenceEntry get(String sid) {
    FenceEntry entry = relied.map().get(sid);
    return entry == null ? others.get(sid) : entry;
  }

  /** Puts another entry in place of an instance's, in one atomic step; null stands for none. */
  @Nullable FenceEntry change(String sid, UnaryOperator<@Nullable FenceEntry> step) {
    synchronized (lock(sid)) {
      FenceEntry entry = get(sid);
      FenceEntry next = step.apply(entry);
      if (next != null) {
        (relied.map().containsKey(sid) ? relied.map() : others).put(sid, next);
      }
      return next;
    }
  }

  /** A tab has kept a snapshot of it: it is not forgotten for others, if there is room. */
  void isRelied(String sid) {
    synchronized (lock(sid)) {
      FenceEntry entry = others.get(sid);
      if (entry != null && hasRoom()) {
        relied.map().put(sid, entry);
        others.remove(sid);
      }
    }
  }

  /** How many there are, about. */
  long size() {
    return (long) relied.map().size() + others.size();
  }

  private boolean hasRoom() {
    if (relied.map().size() >= maxRelied) {
      relied.expire().run();
    }
    boolean hasRoom = relied.map().size() < maxRelied;
    if (!hasRoom && hasSaid.compareAndSet(false, true)) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "The fence in the memory of this node is full: it guards {0} instances against older tokens,"
                  + " and newer ones for a short time only.",
              maxRelied);
    }
    return hasRoom;
  }

  private Object lock(String sid) {
    return locks[(sid.hashCode() & Integer.MAX_VALUE) % STRIPES];
  }
}
