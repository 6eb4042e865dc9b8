package dev.livestash.fence;

import dev.livestash.internal.memory.BoundedMaps;
import dev.livestash.internal.memory.Shares;
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
 * take no room of the first; of the first, one client can have its share.
 */
final class FenceMemory {
  private static final int STRIPES = 64;

  /** Whoever is not known. */
  private static final String NOBODY = "";

  private final Object[] locks = new Object[STRIPES];
  private final BoundedMaps.Expiring<Held> relied;
  private final ConcurrentMap<String, Held> others;
  private final int maxRelied;
  private final Shares ofClients;
  private final AtomicBoolean hasSaid = new AtomicBoolean();

  FenceMemory(int maxInstances, Duration memory, LongSupplier nanoTime) {
    Arrays.setAll(locks, i -> new Object());
    int maxOthers = Math.max(1, maxInstances / 4);
    this.maxRelied = Math.max(1, maxInstances - maxOthers);
    this.others = BoundedMaps.byCount(maxOthers, memory, nanoTime);
    this.relied = BoundedMaps.byTime(memory, this::forgotten, nanoTime);
    this.ofClients =
        new Shares(Math.max(1, maxRelied / 4), "the fence in this node's memory, in instances");
  }

  /**
   * An entry.
   *
   * @param client whose share it is of, if it is relied on; {@link #NOBODY} of none
   */
  private record Held(FenceEntry entry, String client) {
    boolean isNobodys() {
      return client.equals(NOBODY);
    }
  }

  private void forgotten(Held held) {
    if (!held.isNobodys()) {
      ofClients.add(held.client(), -1);
    }
  }

  @Nullable FenceEntry get(String sid) {
    Held held = held(sid);
    return held == null ? null : held.entry();
  }

  private @Nullable Held held(String sid) {
    Held held = relied.map().get(sid);
    return held == null ? others.get(sid) : held;
  }

  /** Puts another entry in place of an instance's, in one atomic step; null stands for none. */
  @Nullable FenceEntry change(String sid, UnaryOperator<@Nullable FenceEntry> step) {
    synchronized (lock(sid)) {
      Held held = held(sid);
      FenceEntry next = step.apply(held == null ? null : held.entry());
      if (next != null) {
        String client = held == null ? NOBODY : held.client();
        (relied.map().containsKey(sid) ? relied.map() : others).put(sid, new Held(next, client));
      }
      return next;
    }
  }

  /** Whose it is, unless that is known of one that is relied on. */
  void isOf(String sid, String client) {
    synchronized (lock(sid)) {
      others.computeIfPresent(sid, (same, held) -> new Held(held.entry(), client));
    }
  }

  /** A tab has kept a snapshot of it: it is not forgotten for others, if there is room. */
  void isRelied(String sid) {
    synchronized (lock(sid)) {
      Held held = others.get(sid);
      if (held != null && hasRoom() && takesShare(held)) {
        relied.map().put(sid, held);
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

  private boolean takesShare(Held held) {
    if (held.isNobodys()) {
      return true;
    }
    if (!ofClients.fits(held.client(), 1)) {
      relied.expire().run();
    }
    return ofClients.take(held.client(), 1);
  }

  private Object lock(String sid) {
    return locks[(sid.hashCode() & Integer.MAX_VALUE) % STRIPES];
  }
}
