package dev.livestash.testkit;

import dev.livestash.view.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was seen of a node's view: the newest state of each tab, and what is wrong. */
final class Sightings<S> {
  private final Map<String, S> states = new ConcurrentHashMap<>();
  private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();
  private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private volatile String rejection = "";
  private volatile String handled = "";
  private final List<String> faults = new ArrayList<>();
  private Optional<Throwable> cause = Optional.empty();
  private Optional<Throwable> unshown = Optional.empty();

  void state(String sid, S state) {
    states.put(sid, state);
  }

  Optional<S> state(String sid) {
    return Optional.ofNullable(states.get(sid));
  }

  void arrival(String sid, Arrival arrival) {
    arrivals.put(sid, arrival);
  }

  Optional<Arrival> arrival(String sid) {
    return Optional.ofNullable(arrivals.get(sid));
  }

  /** A handler, or the view, has thrown at this event. */
  void failure(String key, Throwable thrown) {
    failures.put(key, thrown);
  }

  Optional<Throwable> failure(String key) {
    return Optional.ofNullable(failures.get(key));
  }

  /** The event was not handled, or failed: why, as the log has it. */
  void refusal(String key, String why) {
    refusals.put(key, why);
  }

  String refusal(String key) {
    return refusals.getOrDefault(key, "");
  }

  /** A token was not used. */
  void rejection(String reason) {
    rejection = reason;
  }

  /** Why the last one was not used; empty if all were. */
  String rejection() {
    return rejection;
  }

  /** A message is about to be handled. */
  void handling(String message) {
    handled = message;
  }

  /** The view has thrown where no event is answered that it has. */
  synchronized void thrown(String where, Throwable thrown) {
    String who = where.equals("message") ? "the handler of the message '" + handled + "'" : where;
    fault("The view has thrown, in " + who + ": " + thrown);
    cause = Optional.of(thrown);
  }

  /** A render has thrown: of an event, its answer may be to be so. */
  synchronized void unshown(Throwable thrown) {
    unshown = Optional.of(thrown);
  }

  /** Why the last state could not be shown, if this was not asked before. */
  synchronized Optional<Throwable> takeUnshown() {
    Optional<Throwable> taken = unshown;
    unshown = Optional.empty();
    return taken;
  }

  synchronized void fault(String what) {
    faults.add(what);
  }

  /** What was found since this was asked last; empty if all was well. */
  synchronized Optional<AssertionError> takeFaults(String when) {
    takeUnshown().ifPresent(thrown -> thrown("render", thrown));
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    AssertionError taken = new AssertionError(when + String.join("\n", faults), cause.orElse(null));
    faults.clear();
    cause = Optional.empty();
    return Optional.of(taken);
  }
}
