package dev.livestash.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param port where to listen; 0: wherever there is room
 * @param keys the file of the keys that seal the tokens, made if it is missing
 * @param node what the page calls this server where there are several; empty where it is alone
 * @param release which release of the demo this is: the state's shape has changed between them
 * @param redis where the Redis is that several servers share, if they share one
 */
record Options(int port, Path keys, String node, Release release, Optional<String> redis) {

  static final String USAGE =
      """
      usage: java -jar livestash-demo.jar [--port NUMBER] [--keys FILE] [--node NAME]
                                          [--release 1|2] [--redis URI]
        --port NUMBER  where to listen, 0 for any free port; 8080 by default
        --keys FILE    the keys that seal the tokens, made if missing; .livestash/keys.json by default
        --node NAME    shown on the page, where several servers are behind one address
        --release N    the state's shape of this release of the demo, 1 or 2; 2 by default
        --redis URI    a Redis that all servers share: redis://localhost:6379; none by default
      """;

  private static final Options DEFAULT =
      new Options(8080, Path.of(".livestash", "keys.json"), "", Release.SECOND, Optional.empty());
  private static final int EXIT_USAGE = 2;
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

  /** Reads the command line; ends the process and says why if it cannot be understood. */
  static Options orExit(String... arguments) {
    try {
      return parse(arguments);
    } catch (IllegalArgumentException misunderstood) {
      System.err.println(misunderstood.getMessage());
      System.err.print(USAGE);
      System.exit(EXIT_USAGE);
      throw misunderstood;
    }
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--port" -> new Options(portOf(value), keys, node, release, redis);
      case "--keys" -> new Options(port, Path.of(value), node, release, redis);
      case "--node" -> new Options(port, keys, value, release, redis);
      case "--release" -> new Options(port, keys, node, releaseOf(value), redis);
      case "--redis" -> new Options(port, keys, node, release, Optional.of(value));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private static Release releaseOf(String value) {
    return switch (value) {
      case "1" -> Release.FIRST;
      case "2" -> Release.SECOND;
      default -> throw new IllegalArgumentException("there is no release " + value);
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
