package dev.livestash.demo;

import dev.livestash.LiveStashBuilder;
import dev.livestash.jcache.JCacheFence;
import dev.livestash.jcache.JCacheSnapshotStore;
import dev.livestash.settings.Times;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.cache.CacheManager;

/**
 * The demo, but its handlers do what a text asks for (see {@link Mischief}), and its page notes
 * what it stores and is told (see {@code watch.js}).
 */
public final class Victim {
  /**
   * The system property by which its clock is wrong at first; each line on its standard input sets
   * it ahead by so many more.
   */
  public static final String CLOCK_OFFSET_SECONDS = "victim.clock.offset.seconds";

  /** The system property that says how long a tab is idle until its session sleeps. */
  public static final String SLEEP_AFTER_MILLIS = "victim.sleep.after.millis";

  /**
   * The system property that says, by a name, that it does not look at what it restores where it
   * need not: as in production, all servers of which are of one release.
   */
  public static final String RELEASE = "victim.release";

  /** How long a handler may take. */
  public static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(35);

  /** Largest token, in bytes: more than a sheet of these tests makes, without ballast. */
  public static final int MAX_TOKEN_BYTES = 400 << 10;

  /** Where the page, in {@code live-link.ts}, gives an event to the module. */
  private static final Pattern SEND =
      Pattern.compile("\\w+\\.send\\((\\w+), ?(\\w+), ?\\{ ?volatile: ?\\w+ ?\\}\\)");

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
        Demo.handler(options, view, shared(options), Victim::settings)
            .addExactPath("/app.js", new PageHandler(watched(), "text/javascript; charset=utf-8")));
  }

  /** The page's script, and before it one that watches the tab. */
  private static byte[] watched() {
    String script = Resources.text("dev/livestash/demo/watch.js") + noting("page/app.js");
    return script.getBytes(StandardCharsets.UTF_8);
  }

  /** A script in which the promise of each event is noted where it is made. */
  private static String noting(String app) {
    Matcher send = SEND.matcher(Resources.text(app));
    String noting = send.replaceAll("chaosSent($1,$2,$0)");
    if (noting.split("chaosSent", -1).length != 2) {
      throw new IllegalStateException(app + " does not send its events in one place any more.");
    }
    return noting;
  }

  private static Optional<Shared> shared(Options options) {
    String grid = System.getProperty(Grid.PROPERTY);
    return grid == null ? Shared.of(options) : Optional.of(shared(Grid.parse(grid).join()));
  }

  private static Shared shared(CacheManager grid) {
    return new Shared(
        new JCacheFence(Grid.fence(grid), Clock.systemUTC()),
        new JCacheSnapshotStore(Grid.snapshots(grid)));
  }

  private static Duration sleepAfter() {
    return Duration.ofMillis(
        Long.getLong(SLEEP_AFTER_MILLIS, Times.defaults().sleepAfter().toMillis()));
  }

  private static LiveStashBuilder settings(LiveStashBuilder builder) {
    Duration offset = Duration.ofSeconds(Long.getLong(CLOCK_OFFSET_SECONDS, 0));
    String release = System.getProperty(RELEASE);
    return (release == null ? builder : builder.checkStates(false).release(release))
        .clock(new WrongClock(offset).setBy(System.in))
        .times(times -> times.withHandlerTimeout(HANDLER_TIMEOUT).withSleepAfter(sleepAfter()))
        .limits(limits -> limits.withMaxTokenBytes(MAX_TOKEN_BYTES));
  }
}
