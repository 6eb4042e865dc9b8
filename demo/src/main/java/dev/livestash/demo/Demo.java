package dev.livestash.demo;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.keys.KeyRing;
import dev.livestash.view.View;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.StatusCodes;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the demo: one page, its two WebSockets, and the button that ends it all. */
final class Demo {
  /** How long a connection may ask nothing, and how long a request may take to come in. */
  private static final int IDLE_MILLIS = 60_000;

  private static final int REQUEST_MILLIS = 10_000;

  /** What the server says, before its address, as soon as it can be reached. */
  static final String READY = "Sheet is at ";

  /** How often a node looks whether its keys have changed. */
  static final Duration KEY_RELOAD = Duration.ofSeconds(1);

  /** Soon, so that whoever looks at the strip sees it. */
  private static final Duration SLEEP_AFTER = Duration.ofSeconds(20);

  private static final int EXIT_FAILURE = 1;

  /** For an orderly stop, which Ctrl+C is, and the button is not. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** Held here because a logger that nobody holds forgets its level. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.undertow"), Logger.getLogger("org.xnio"));

  private Demo() {}

  /**
   * Starts the server, and says where.
   *
   * @param arguments see {@link Options#USAGE}
   */
  public static void main(String[] arguments) {
    Options options = Options.orExit(arguments);
    listen(options.port(), handler(options));
  }

  /** Serves, and says where. */
  static void listen(int port, HttpHandler handler) {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    try {
      System.out.println(READY + "http://localhost:" + start(port, handler) + "/");
    } catch (BindException taken) {
      System.err.println("port " + port + ": " + taken.getMessage());
      System.exit(EXIT_FAILURE);
    }
  }

  /** Returns the port on which the server listens. */
  private static int start(int port, HttpHandler handler) throws BindException {
    Undertow server =
        Undertow.builder()
            .addHttpListener(port, "localhost")
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_MILLIS)
            .setHandler(handler)
            .build();
    try {
      server.start();
    } catch (RuntimeException failure) {
      if (failure.getCause() instanceof BindException taken) {
        throw taken;
      }
      throw failure;
    }
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static HttpHandler handler(Options options) {
    return handler(
        options,
        new SheetView(options.node(), options.release()),
        Shared.of(options),
        builder -> builder);
  }

  /**
   * All that the demo serves.
   *
   * @param view the workbench
   * @param shared what it has in common with other servers, if there are any
   * @param settings last changes to how it is kept
   */
  static PathHandler handler(
      Options options,
      View<?> view,
      Optional<Shared> shared,
      UnaryOperator<LiveStashBuilder> settings) {
    LiveStash stash =
        settings.apply(builder(options, shared)).build().drainOnShutdown(DRAIN_TIMEOUT);
    return Handlers.path()
        .addExactPath("/live", new StashChoice(stash, view, shared.map(Shared::snapshots)))
        .addExactPath("/plain", Handlers.websocket(new PlainEndpoint<>(view)))
        .addExactPath("/health", stash.health())
        // Where there are several nodes, what stands before them answers this itself.
        .addExactPath("/cluster", exchange -> exchange.setStatusCode(StatusCodes.NO_CONTENT))
        .addExactPath("/crash", new CrashHandler())
        .addExactPath("/", new PageHandler("index.html", "text/html; charset=utf-8"))
        .addExactPath("/app.js", new PageHandler("app.js", "text/javascript; charset=utf-8"))
        .addExactPath(
            "/inspector.js", new PageHandler("inspector.js", "text/javascript; charset=utf-8"))
        .addExactPath("/style.css", new PageHandler("style.css", "text/css; charset=utf-8"))
        .addExactPath("/icon.svg", new PageHandler("icon.svg", "image/svg+xml"));
  }

  private static LiveStashBuilder builder(Options options, Optional<Shared> shared) {
    LiveStashBuilder builder =
        LiveStash.builder()
            .keys(KeyRing.development(options.keys()))
            .times(times -> times.withKeyReloadInterval(KEY_RELOAD).withSleepAfter(SLEEP_AFTER))
            .mapper(options.release().mapper())
            .limits(limits -> limits.withMaxTokenBytes(Limits.MAX_TOKEN_BYTES))
            .limits(limits -> limits.withMaxEventBytes(Limits.MAX_EVENT_BYTES))
            .limits(limits -> limits.withMaxStateBytes(Limits.MAX_STATE_BYTES))
            .limits(limits -> limits.withMaxUnreadBytes(Limits.MAX_UNREAD_BYTES));
    shared.ifPresent(all -> builder.sharedFence(all.fence()));
    return builder;
  }
}
