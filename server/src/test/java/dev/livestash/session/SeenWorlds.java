package dev.livestash.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The worlds that were seen, exactly: as the numbers of their parts, since millions of worlds are
 * made of a few thousand parts.
 */
final class SeenWorlds {
  private static final int FIXED_PARTS = 6;

  private final Map<Object, Integer> numbers = new HashMap<>();
  private final Set<Key> worlds = new HashSet<>();

  private static final class Key {
    private final int[] parts;

    Key(int[] parts) {
      this.parts = parts;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(parts, that.parts);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(parts);
    }
  }

  int size() {
    return worlds.size();
  }

  /** Adds a world; false if it was there. */
  boolean add(World world) {
    int[] parts = new int[FIXED_PARTS + world.wires().size()];
    parts[0] = number(world.tabs());
    parts[1] = number(world.node(0));
    parts[2] = number(world.node(1));
    parts[3] = number(world.fences());
    parts[4] = number(world.used());
    parts[5] = world.first() == null ? 0 : number(world.first());
    for (int i = FIXED_PARTS; i < parts.length; i++) {
      parts[i] = number(world.wire(i - FIXED_PARTS));
    }
    return worlds.add(new Key(parts));
  }

  private int number(Object part) {
    Integer known = numbers.get(part);
    if (known == null) {
      known = numbers.size() + 1;
      numbers.put(part, known);
    }
    return known;
  }
}
