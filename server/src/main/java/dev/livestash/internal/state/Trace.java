package dev.livestash.internal.state;

import java.util.Arrays;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Which object's JSON stands where in a base's plaintext, in the order of writing. An entry's
 * descendants follow it up to its {@code next}. Holds the objects themselves, so that one that is
 * met again is known to have the same bytes: states are immutable.
 */
final class Trace {
  /** The start of an object that is not in the plaintext, though its parts may be. */
  static final int NOWHERE = -1;

  private static final int INITIAL_ENTRIES = 64;

  private Object[] objects = new Object[INITIAL_ENTRIES];
  private ValueSerializer<?>[] serializers = new ValueSerializer<?>[INITIAL_ENTRIES];
  private int[] starts = new int[INITIAL_ENTRIES];
  private int[] lengths = new int[INITIAL_ENTRIES];
  private int[] nexts = new int[INITIAL_ENTRIES];
  private int size;

  /** Adds an entry that is not complete yet. */
  int open(Object object, ValueSerializer<?> serializer, int start) {
    if (size == objects.length) {
      grow(2 * size);
    }
    objects[size] = object;
    serializers[size] = serializer;
    starts[size] = start;
    return size++;
  }

  /**
   * Completes an entry; one that is too small to be worth it, and has no descendants, is taken
   * back.
   */
  void close(int entry, int end, int minBytes) {
    lengths[entry] = end - starts[entry];
    nexts[entry] = size;
    if (lengths[entry] < minBytes && size == entry + 1) {
      objects[entry] = "";
      size = entry;
    }
  }

  /** Gives back the room that is not used. */
  Trace trimmed() {
    grow(size);
    return this;
  }

  /**
   * The same objects, each where it was copied from, if it was.
   *
   * @param further how much further on they stand in the plaintext whose copies these are
   */
  Trace in(Copies copies, int further) {
    Trace moved = new Trace();
    moved.objects = objects;
    moved.serializers = serializers;
    moved.starts = new int[size];
    Arrays.setAll(moved.starts, entry -> copies.find(starts[entry] + further, lengths[entry]));
    moved.lengths = lengths;
    moved.nexts = nexts;
    moved.size = size;
    return moved;
  }

  boolean isNowhere(int entry) {
    return starts[entry] == NOWHERE;
  }

  private void grow(int capacity) {
    objects = Arrays.copyOf(objects, capacity);
    serializers = Arrays.copyOf(serializers, capacity);
    starts = Arrays.copyOf(starts, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    nexts = Arrays.copyOf(nexts, capacity);
  }

  int size() {
    return size;
  }

  Object object(int entry) {
    return objects[entry];
  }

  ValueSerializer<?> serializer(int entry) {
    return serializers[entry];
  }

  @SuppressWarnings("unchecked") // the serializer wrote this very object before
  void writeAgain(int entry, JsonGenerator out, SerializationContext context) {
    ((ValueSerializer<Object>) serializers[entry]).serialize(objects[entry], out, context);
  }

  int start(int entry) {
    return starts[entry];
  }

  int length(int entry) {
    return lengths[entry];
  }

  int next(int entry) {
    return nexts[entry];
  }
}
