package dev.livestash.internal.session;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The sessions whose socket is gone, in the order of its going; at most a set number. */
final class Lingering<T> {
  private final int max;
  private final Set<T> sessions = new LinkedHashSet<>();

  Lingering(int max) {
    this.max = max;
  }

  /**
   * Adds a session. The one that has lingered longest has to go if there are too many: it is
   * returned.
   */
  synchronized Optional<T> add(T session) {
    sessions.add(session);
    if (sessions.size() <= max) {
      return Optional.empty();
    }
    Iterator<T> longest = sessions.iterator();
    T surplus = longest.next();
    longest.remove();
    return Optional.of(surplus);
  }

  synchronized void remove(T session) {
    sessions.remove(session);
  }
}
