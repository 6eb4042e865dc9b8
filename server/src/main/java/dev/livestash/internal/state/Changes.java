package dev.livestash.internal.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ValueSerializer;

/**
 * How the new objects of the last patch against a base differed from what stands there. States are
 * immutable: one that is met again at the same place need not be written again, and nor need the
 * old one.
 */
final class Changes {
  /** What it may hold, of what the base has; but of a small one all that is likely to change. */
  private static final int MAX_HELD_FRACTION = 16;

  private static final int MIN_HELD_BYTES = 4096;

  /** What an entry takes beside its bytes: three records, an array and a place in the list. */
  private static final int ENTRY_BYTES = 96;

  private final int maxHeldBytes;

  /** In the order of the base's objects. Never changed, but replaced. */
  private volatile List<Change> known = List.of();

  /**
   * None yet.
   *
   * @param baseBytes how large the base is
   */
  Changes(int baseBytes) {
    this.maxHeldBytes = Math.max(MIN_HELD_BYTES, baseBytes / MAX_HELD_FRACTION);
  }

  /**
   * A new object in place of an old one.
   *
   * @param value the new object
   * @param serializer writes it
   * @param counterpart the old one's entry
   */
  record Key(Object value, ValueSerializer<?> serializer, int counterpart) {
    @SuppressWarnings("ReferenceEquality") // an equal object may have other bytes
    boolean isSame(Key other) {
      return counterpart == other.counterpart
          && value == other.value
          && serializer == other.serializer;
    }
  }

  /**
   * In what the two differ.
   *
   * @param key the two
   * @param same what their bytes have in common
   * @param between the new one's other bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Change(Key key, Overlap same, byte[] between) {}

  Patch ofPatch() {
    return new Patch();
  }

  /** What one patch meets again, and finds. */
  final class Patch {
    private final List<Change> before = known;
    private final List<Change> found = new ArrayList<>();
    private int next;
    private int heldBytes;

    /** How this very object differed from its counterpart, if it has stood there before. */
    @Nullable Change find(Key key) {
      while (next < before.size() && before.get(next).key().counterpart() < key.counterpart()) {
        next++;
      }
      boolean isKnown = next < before.size() && before.get(next).key().isSame(key);
      return isKnown ? before.get(next) : null;
    }

    /** Holds one for the next patch, if there is room. */
    void add(Change change) {
      int bytes = ENTRY_BYTES + change.between().length;
      if (heldBytes + bytes <= maxHeldBytes) {
        heldBytes += bytes;
        found.add(change);
      }
    }

    /** Nothing more comes. */
    void end() {
      known = List.copyOf(found);
    }
  }
}
