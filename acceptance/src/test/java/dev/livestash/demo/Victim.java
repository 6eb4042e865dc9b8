package dev.livestash.demo;

import dev.livestash.LiveStashBuilder;
import java.time.Duration;

/** The demo, but its handlers do what a text asks for: see {@link Mischief}. */
public final class Victim {
  /** How long a handler may take. */
  public static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(35);

  /** Largest token, in bytes: more than a sheet of these tests makes, without ballast. */
  public static final int MAX_TOKEN_BYTES = 400 << 10;

  private Victim() {}

  /**
   * Starts the server, and says where.
   *
   * @param arguments see {@link Options#USAGE}
   */
  public static void main(String[] arguments) {
    Options options = Options.orExit(arguments);
    VictimView view = new VictimView(new SheetView(options.node(), options.release()));
    Demo.listen(options.port(), Demo.handler(options, view, Victim::settings));
  }

  private static LiveStashBuilder settings(LiveStashBuilder builder) {
    return builder
        .times(times -> times.withHandlerTimeout(HANDLER_TIMEOUT))
        .limits(limits -> limits.withMaxTokenBytes(MAX_TOKEN_BYTES));
  }
}
