package dev.livestash.demo.chaos;

/**
 * What a run is asked for.
 *
 * @param kills how many servers are killed in all
 * @param seed decides all that is planned
 * @param nodes how many servers serve at a time
 */
record Settings(int kills, long seed, int nodes) {
  static final String USAGE = "usage: chaos --kills N [--seed S] [--nodes 1|2]";

  private static final Settings DEFAULT = new Settings(0, 1, 1);
  private static final int MAX_KILLS = 100_000;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if it cannot be understood; the message says why
   */
  static Settings parse(String... arguments) {
    Settings settings = DEFAULT;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a number");
      }
      settings = settings.with(arguments[i], arguments[i + 1]);
    }
    if (settings.kills == 0) {
      throw new IllegalArgumentException("--kills is missing");
    }
    return settings;
  }

  private Settings with(String name, String value) {
    return switch (name) {
      case "--kills" -> new Settings(number(name, value, MAX_KILLS), seed, nodes);
      case "--seed" -> new Settings(kills, number(name, value, Integer.MAX_VALUE), nodes);
      case "--nodes" -> new Settings(kills, seed, number(name, value, 2));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
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
