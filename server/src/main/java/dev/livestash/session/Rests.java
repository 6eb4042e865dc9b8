package dev.livestash.session;

import dev.livestash.stash.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one instance's snapshots rest: the place that is written to, and those that can go as soon
 * as the tab holds something else. No place is written to again after it was left, so that what
 * comes late there, a removal or a put that was given up, changes nothing.
 */
final class Rests {
  /** How many left places are remembered; what is more goes by its lifetime. */
  private static final int MAX_LEFT = 8;

  private final String sid;
  private final List<Rest> left = new ArrayList<>(0);
  private @Nullable Rest current;
  private int number;

  Rests(String sid) {
    this.sid = sid;
  }

  /** The place to write to. Other sessions and other generations have others, by its name. */
  Rest current(SnapshotStore store, Line<?> line) {
    Rest rest = current;
    if (rest == null) {
      String suffix = number == 0 ? "" : "." + number;
      rest = new Rest(store, sid + "#" + line.gen() + "." + line.own() + suffix);
      current = rest;
    }
    return rest;
  }

  /** Writes to the current place no more. */
  void leave() {
    if (current != null) {
      left(current);
      current = null;
      number++;
    }
  }

  /** Notes a place that is not written to, but that the tab's token names. */
  void left(Rest rest) {
    left.add(rest);
    if (left.size() > MAX_LEFT) {
      left.remove(0);
    }
  }

  /** The tab holds a snapshot that rests elsewhere than in these. */
  List<Rest> takeLeft() {
    List<Rest> taken = List.copyOf(left);
    left.clear();
    return taken;
  }
}
