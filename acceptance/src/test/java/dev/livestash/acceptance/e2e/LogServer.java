package dev.livestash.acceptance.e2e;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.keys.KeyRing;
import dev.livestash.redis.RedisEngine;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A view that lists what it was sent, but for each seventh number, without a page: to be run in a
 * JVM of its own.
 */
final class LogServer {
  private LogServer() {}

  /** The numbers that it was sent, in order. */
  record Log(List<Long> numbers) {
    Log with(long number) {
      List<Long> more = new ArrayList<>(numbers);
      more.add(number);
      return new Log(List.copyOf(more));
    }
  }

  /** How many there are, and the last ones: so much that what changes in it comes as a patch. */
  record Page(int size, List<Long> last) {
    private static final int LAST = 200;

    static Page of(List<Long> numbers) {
      return new Page(
          numbers.size(), numbers.subList(Math.max(0, numbers.size() - LAST), numbers.size()));
    }
  }

  private static final class LogView implements View<Log> {
    @Override
    public Class<Log> stateType() {
      return Log.class;
    }

    @Override
    public Log first(Context<Log> context) {
      return new Log(List.of());
    }

    @Override
    public void handlers(ViewHandlers<Log> on) {
      on.on(
              "add",
              Long.class,
              (log, number, event) -> {
                if (number % 7 == 0) {
                  throw new IllegalArgumentException("not each seventh");
                }
                event.reply(number);
                return log.with(number);
              })
          .on(
              "all",
              (log, event) -> {
                event.reply(log.numbers());
                return log;
              });
    }

    @Override
    public Object render(Log log, Context<Log> context) {
      return Page.of(log.numbers());
    }
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the port, the key file and, if there is one, the address of the Redis that the
   *     nodes share
   */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    LiveStashBuilder builder =
        LiveStash.builder()
            .keys(KeyRing.development(Path.of(arguments[1])))
            // As in production: else no tab comes back asleep.
            .checkStates(false)
            .release("log");
    if (arguments.length > 2) {
      builder.sharedFence(RedisEngine.connect(arguments[2]).fence(Clock.systemUTC()));
    }
    PathHandler paths =
        new PathHandler().addExactPath("/log", builder.build().mount("log", new LogView()));
    Undertow.builder().addHttpListener(port, "localhost").setHandler(paths).build().start();
    System.out.println(LogNode.READY + port);
  }
}
