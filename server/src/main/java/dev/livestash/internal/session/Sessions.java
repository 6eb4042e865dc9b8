package dev.livestash.internal.session;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The sessions of one view in this node's memory, by instance; at most a set number. */
final class Sessions<T> {
  private final ConcurrentMap<String, T> bySid = new ConcurrentHashMap<>();
  private final int maxInstances;
  private final Lingering<T> lingering;

  Sessions(int maxInstances, int maxLingering) {
    this.maxInstances = maxInstances;
    this.lingering = new Lingering<>(maxLingering);
  }

  /** The instance's one session, made if there is none; empty if there are too many already. */
  Optional<T> forInstance(String sid, Function<String, T> make) {
    T present = bySid.get(sid);
    if (present != null) {
      return Optional.of(present);
    }
    return bySid.size() >= maxInstances
        ? Optional.empty()
        : Optional.of(bySid.computeIfAbsent(sid, make));
  }

  Collection<T> all() {
    return bySid.values();
  }

  /** Those of them whose tab has gone. */
  Lingering<T> lingering() {
    return lingering;
  }

  void remove(String sid, T session) {
    bySid.remove(sid, session);
  }
}
