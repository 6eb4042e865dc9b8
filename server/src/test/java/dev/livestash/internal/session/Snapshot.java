package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.session.HistoryView.History;
import java.util.List;
import java.util.Optional;

/**
 * What a tab stores, and what is in it.
 *
 * @param token the whole token
 * @param patch the patch against it, if there is one
 * @param sid the instance
 * @param base the whole token's place, as patches name it
 * @param mark the place of the newest of the two
 * @param seen the last event that it says to contain
 * @param events the events that it contains
 */
record Snapshot(
    String token,
    Optional<String> patch,
    String sid,
    String base,
    Mark mark,
    long seen,
    List<Long> events) {
  /** How often it was changed from outside. */
  int marks() {
    return History.marks(events);
  }

  @Override
  public String toString() {
    return "(" + mark.gen() + "," + mark.seq() + ")" + events;
  }
}
