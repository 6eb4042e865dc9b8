package dev.livestash.demo;

import dev.livestash.LiveStashBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The demo, but its handlers do what a text asks for (see {@link Mischief}), and its page notes
 * what it stores and is told (see {@code watch.js}).
 */
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
    Demo.listen(
        options.port(),
        Demo.handler(options, view, Victim::settings)
            .addExactPath("/app.js", new PageHandler(watched(), "text/javascript; charset=utf-8")));
  }

  /** The page's script, and before it one that watches the tab. */
  private static byte[] watched() {
    String script = Resources.text("dev/livestash/demo/watch.js") + Resources.text("page/app.js");
    return script.getBytes(StandardCharsets.UTF_8);
  }

  private static LiveStashBuilder settings(LiveStashBuilder builder) {
    return builder
        .times(times -> times.withHandlerTimeout(HANDLER_TIMEOUT))
        .limits(limits -> limits.withMaxTokenBytes(MAX_TOKEN_BYTES));
  }
}
