package dev.livestash.demo;

import java.nio.file.Path;

/**
 * What the command line asks for.
 *
 * @param port where to listen; 0: wherever there is room
 * @param keys the file of the keys that seal the tokens, made if it is missing
 */
record Options(int port, Path keys) {

  static final String USAGE =
      """
      usage: java -jar livestash-demo.jar [--port NUMBER] [--keys FILE]
        --port NUMBER  where to listen, 0 for any free port; 8080 by default
        --keys FILE    the keys that seal the tokens, made if missing; .livestash/keys.json by default
      """;

  private static final Options DEFAULT = new Options(8080, Path.of(".livestash", "keys.json"));
  private static final int MAX_PORT = 65_535;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if it cannot be understood; the message says why
   */
  static Options parse(String... arguments) {
    Options options = DEFAULT;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--port" -> new Options(portOf(value), keys);
      case "--keys" -> new Options(port, Path.of(value));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private static int portOf(String value) {
    try {
      int port = Integer.parseInt(value);
      if (0 <= port && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(value + " is not a port", notANumber);
    }
    throw new IllegalArgumentException(value + " is not a port");
  }
}
