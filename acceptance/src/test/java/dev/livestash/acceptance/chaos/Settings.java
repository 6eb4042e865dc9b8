package dev.livestash.acceptance.chaos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is asked for.
 *
 * @param kills how many servers are killed in all
 * @param seed decides all that is planned
 * @param nodes how many servers serve at a time
 * @param fence where the servers' fence is
 * @param sleepers of which servers the sessions sleep as soon as they are idle for a moment
 * @param without what does not happen
 */
record Settings(
    int kills, long seed, int nodes, Fence fence, Sleepers sleepers, Set<Trouble> without) {
  static final String USAGE =
      "usage: chaos --kills N [--seed S] [--nodes 1|2] [--fence local|redis|hazelcast|infinispan]"
          + " [--sleepers all|half] [--without "
          + Trouble.words(",")
          + "]";

  private static final Settings DEFAULT =
      new Settings(0, 1, 1, Fence.LOCAL, Sleepers.HALF, Set.of());
  private static final int MAX_KILLS = 100_000;

  enum Fence {
    /** In each server's own memory. */
    LOCAL,
    /** In a Redis, which is among the victims. */
    REDIS,
    /** In caches of such a cluster, whose members are among the victims. */
    HAZELCAST,
    INFINISPAN
  }

  enum Sleepers {
    ALL,
    /** Each by lot. */
    HALF
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if it cannot be understood; the message says why
   */
  static Settings parse(String... arguments) {
    Settings settings = DEFAULT;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      settings = settings.with(arguments[i], arguments[i + 1]);
    }
    if (settings.kills == 0) {
      throw new IllegalArgumentException("--kills is missing");
    }
    return settings;
  }

  /** Whether a tab's state rests in what the servers share, and not in the tab. */
  boolean restsOnServers(int tab) {
    return fence != Fence.LOCAL && !without.contains(Trouble.STORE) && tab == Plan.TABS - 1;
  }

  private Settings with(String name, String value) {
    return switch (name) {
      case "--kills" ->
          new Settings(number(name, value, MAX_KILLS), seed, nodes, fence, sleepers, without);
      case "--seed" ->
          new Settings(
              kills, number(name, value, Integer.MAX_VALUE), nodes, fence, sleepers, without);
      case "--nodes" -> new Settings(kills, seed, number(name, value, 2), fence, sleepers, without);
      case "--fence" -> new Settings(kills, seed, nodes, fence(value), sleepers, without);
      case "--sleepers" -> new Settings(kills, seed, nodes, fence, sleepers(value), without);
      case "--without" -> new Settings(kills, seed, nodes, fence, sleepers, troubles(value));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private static Fence fence(String value) {
    return switch (value) {
      case "local" -> Fence.LOCAL;
      case "redis" -> Fence.REDIS;
      case "hazelcast" -> Fence.HAZELCAST;
      case "infinispan" -> Fence.INFINISPAN;
      default -> throw new IllegalArgumentException("there is no fence " + value);
    };
  }

  private static Sleepers sleepers(String value) {
    return switch (value) {
      case "all" -> Sleepers.ALL;
      case "half" -> Sleepers.HALF;
      default -> throw new IllegalArgumentException("sleepers are all or half, not " + value);
    };
  }

  private static Set<Trouble> troubles(String value) {
    EnumSet<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    Arrays.stream(value.split(",", -1)).map(Trouble::of).forEach(troubles::add);
    return troubles;
  }

  private static int number(String name, String value, int max) {
    try {
      int number = Integer.parseInt(value);
      if (0 < number && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(name + " needs a number", notANumber);
    }
    throw new IllegalArgumentException(name + " is from 1 to " + max);
  }
}
