package dev.livestash.internal.memory;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What waits in memory for its tab, in the order in which it may have to go: first what its tab can
 * bring back itself, then the others, and of each those that have waited longest.
 *
 * @param <T> what waits
 */
public final class Lingering<T> {
  private final Set<T> restorable = new LinkedHashSet<>();
  private final Set<T> others = new LinkedHashSet<>();

  /**
   * Adds one, last of its kind.
   *
   * @param isRestorable whether nothing is lost with it
   */
  public synchronized void add(T one, boolean isRestorable) {
    (isRestorable ? restorable : others).add(one);
  }

  public synchronized void remove(T one) {
    restorable.remove(one);
    others.remove(one);
  }

  public synchronized int size() {
    return restorable.size() + others.size();
  }

  /** Takes out the one that goes next. */
  public synchronized Optional<T> take() {
    return first(restorable.isEmpty() ? others : restorable);
  }

  /** The same, of those that are not lost. */
  public synchronized Optional<T> takeRestorable() {
    return first(restorable);
  }

  private static <T> Optional<T> first(Set<T> some) {
    Iterator<T> next = some.iterator();
    if (!next.hasNext()) {
      return Optional.empty();
    }
    T one = next.next();
    next.remove();
    return Optional.of(one);
  }
}
