package dev.livestash.session;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The sessions whose socket is gone, in the order of its going; at most a set number. */
final class Lingering<S> {
  private final int max;
  private final Set<Session<S>> sessions = new LinkedHashSet<>();

  Lingering(int max) {
    this.max = max;
  }

  /**
   * Adds a session. The one that has lingered longest has to go if there are too many: it is
   * returned.
   */
  synchronized Optional<Session<S>> add(Session<S> session) {
    sessions.add(session);
    if (sessions.size() <= max) {
      return Optional.empty();
    }
    Iterator<Session<S>> longest = sessions.iterator();
    Session<S> surplus = longest.next();
    longest.remove();
    return Optional.of(surplus);
  }

  synchronized void remove(Session<S> session) {
    sessions.remove(session);
  }
}
