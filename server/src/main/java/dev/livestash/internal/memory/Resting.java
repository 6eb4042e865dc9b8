package dev.livestash.internal.memory;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What could let go of memory without a loss, in the order in which it was used last.
 *
 * @param <T> what could
 */
final class Resting<T> {
  private final Set<T> all = new LinkedHashSet<>();

  /** Adds one, as the last. */
  synchronized void add(T one) {
    all.add(one);
  }

  synchronized void remove(T one) {
    all.remove(one);
  }

  /** Takes out the one that was used least lately. */
  synchronized Optional<T> take() {
    Iterator<T> first = all.iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    T one = first.next();
    first.remove();
    return Optional.of(one);
  }
}
