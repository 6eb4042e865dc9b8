package dev.livestash.internal.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The worlds that were seen, exactly: as the numbers of their parts, since millions of worlds are
 * made of a few thousand parts.
 */
final class SeenWorlds {
  private static final int FIXED_PARTS = 6;

  private final Map<Object, Object> parts = new HashMap<>();

  /** Of each first part: found by identity, so that only a new part has to be compared. */
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

  private final Set<Key> worlds = new HashSet<>();

  private static final class Key {
    /** Spreads small numbers over all bits: the golden ratio's. */
    private static final int SPREAD = 0x9E3779B9;

    private final int[] parts;
    private final int hash;

    Key(int[] parts) {
      int mixed = 0;
      for (int part : parts) {
        mixed = Integer.rotateLeft(mixed, 5) * SPREAD + part;
      }
      this.parts = parts;
      this.hash = mixed;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(parts, that.parts);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  int size() {
    return worlds.size();
  }

  /** A world that was not seen before, made of the parts that were seen first; empty if it was. */
  Optional<World> add(World world) {
    World known =
        new World(
            first(world.tabs()),
            firstOfEach(world.wires()),
            world.nodes(),
            first(world.fences()),
            first(world.used()),
            world.first() == null ? null : first(world.first()));
    return worlds.add(new Key(numbers(known))) ? Optional.of(known) : Optional.empty();
  }

  private int[] numbers(World known) {
    int[] parts = new int[FIXED_PARTS + known.wires().size()];
    parts[0] = number(known.tabs());
    parts[1] = number(known.node(0));
    parts[2] = number(known.node(1));
    parts[3] = number(known.fences());
    parts[4] = number(known.used());
    parts[5] = known.first() == null ? 0 : number(known.first());
    for (int i = FIXED_PARTS; i < parts.length; i++) {
      parts[i] = number(known.wire(i - FIXED_PARTS));
    }
    return parts;
  }

  private List<Wire> firstOfEach(List<Wire> wires) {
    List<Wire> firsts = wires;
    for (int i = 0; i < wires.size(); i++) {
      if (!numbers.containsKey(wires.get(i))) {
        firsts = Lists.with(firsts, i, first(wires.get(i)));
      }
    }
    return firsts;
  }

  /** The first of all that are equal to a part. */
  @SuppressWarnings("unchecked") // what is equal is of one type
  private <T> T first(T part) {
    if (numbers.containsKey(part)) {
      return part;
    }
    Object first = parts.putIfAbsent(part, part);
    return first == null ? part : (T) first;
  }

  private int number(Object first) {
    Integer known = numbers.get(first);
    if (known == null) {
      known = numbers.size() + 1;
      numbers.put(first, known);
    }
    return known;
  }
}
