package dev.livestash.internal.stores;

import dev.livestash.stash.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where one instance's snapshots rest: the place that is written to, and those that can go as soon
 * as the tab holds something else. No place is written to again after it was left, so that what
 * comes late there, a removal or a put that was given up, changes nothing.
 */
public final class Slots {
  /** How many left places are remembered; what is more goes by its lifetime. */
  private static final int MAX_LEFT = 8;

  private final String sid;
  private final List<Slot> left = new ArrayList<>(0);
  private @Nullable Slot current;
  private int number;
  private int refusedByTab;

  public Slots(String sid) {
    this.sid = sid;
  }

  /**
   * The slot to write to. Other sessions and other generations have others, by its name.
   *
   * @param gen the generation that writes
   * @param epoch the in-memory session that writes
   */
  public Slot current(SnapshotStore store, long gen, String epoch) {
    Slot rest = current;
    if (rest == null) {
      String suffix = number == 0 ? "" : "." + number;
      rest = new Slot(store, sid + "#" + gen + "." + epoch + suffix);
      current = rest;
    }
    return rest;
  }

  /** The tab could not store so many bytes; 0 if it has not tried. */
  public void refusedByTab(int bytes) {
    refusedByTab = bytes;
  }

  /** How many bytes the tab could not store last, if it ever said so. */
  public OptionalInt refusedByTab() {
    return refusedByTab == 0 ? OptionalInt.empty() : OptionalInt.of(refusedByTab);
  }

  /** Whether nothing has been written, nor left. */
  public boolean isUnused() {
    return current == null && number == 0 && left.isEmpty() && refusedByTab == 0;
  }

  /** Writes to the current place no more. */
  public void leave() {
    if (current != null) {
      left(current);
      current = null;
      number++;
    }
  }

  /** Notes a place that is not written to, but that the tab's token names. */
  public void left(Slot rest) {
    left.add(rest);
    if (left.size() > MAX_LEFT) {
      left.remove(0);
    }
  }

  /** The tab holds a snapshot that rests elsewhere than in these. */
  public List<Slot> takeLeft() {
    List<Slot> taken = List.copyOf(left);
    left.clear();
    return taken;
  }
}
