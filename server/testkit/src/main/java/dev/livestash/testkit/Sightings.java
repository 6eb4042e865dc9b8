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
  private final List<String> faults = new ArrayList<>();

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

  synchronized void fault(String what) {
    faults.add(what);
  }

  /** What was found since this was asked last. */
  synchronized List<String> takeFaults() {
    List<String> taken = List.copyOf(faults);
    faults.clear();
    return taken;
  }
}
