package dev.livestash.session;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The sessions of one view in this node's memory, by instance; at most a set number. */
final class Sessions<S> {
  private final ConcurrentMap<String, Session<S>> bySid = new ConcurrentHashMap<>();
  private final int maxInstances;

  Sessions(int maxInstances) {
    this.maxInstances = maxInstances;
  }

  /** The instance's one session, made if there is none; empty if there are too many already. */
  Optional<Session<S>> forInstance(String sid, Function<String, Session<S>> make) {
    Session<S> present = bySid.get(sid);
    if (present != null) {
      return Optional.of(present);
    }
    return bySid.size() >= maxInstances
        ? Optional.empty()
        : Optional.of(bySid.computeIfAbsent(sid, make));
  }

  Collection<Session<S>> all() {
    return bySid.values();
  }

  void remove(String sid, Session<S> session) {
    bySid.remove(sid, session);
  }
}
