package dev.livestash.internal.session;

import dev.livestash.internal.memory.Lingering;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sessions of one view in this node's memory, by instance; at most a set number. */
final class Sessions<T> {
  private final ConcurrentMap<String, T> bySid = new ConcurrentHashMap<>();
  private final int maxInstances;
  private final int maxLingering;
  private final Consumer<T> end;
  private final Lingering<T> lingering = new Lingering<>();

  /**
   * None yet.
   *
   * @param end lets one go that lingers
   */
  Sessions(int maxInstances, int maxLingering, Consumer<T> end) {
    this.maxInstances = maxInstances;
    this.maxLingering = maxLingering;
    this.end = end;
  }

  Optional<T> find(String sid) {
    return Optional.ofNullable(bySid.get(sid));
  }

  /**
   * The instance's one session, made if there is none; empty if there are too many already, and
   * none that lingers.
   */
  Optional<T> forInstance(String sid, Function<String, T> make) {
    T present = bySid.get(sid);
    if (present != null) {
      return Optional.of(present);
    }
    boolean hasRoom = bySid.size() < maxInstances || letOneGo();
    return hasRoom ? Optional.of(bySid.computeIfAbsent(sid, make)) : Optional.empty();
  }

  private boolean letOneGo() {
    Optional<T> next = lingering.take();
    next.ifPresent(end);
    return next.isPresent();
  }

  /**
   * A session's tab has gone. If too many wait then, one of them goes.
   *
   * @param isRestorable whether its tab can bring back what it had
   */
  void lingers(T session, boolean isRestorable) {
    lingering.add(session, isRestorable);
    if (lingering.size() > maxLingering) {
      letOneGo();
    }
  }

  void lingersNoMore(T session) {
    lingering.remove(session);
  }

  Collection<T> all() {
    return bySid.values();
  }

  void remove(String sid, T session) {
    bySid.remove(sid, session);
  }
}
