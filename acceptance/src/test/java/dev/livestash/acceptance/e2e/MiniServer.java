package dev.livestash.acceptance.e2e;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import dev.livestash.view.Context;
import dev.livestash.view.Handlers;
import dev.livestash.view.View;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The smallest page there is, by script tag, with counters on it: for what the demo's limits would
 * make slow. Its server can be stopped, and started again on the same port with nothing in memory.
 */
final class MiniServer implements AutoCloseable {
  private static final String PAGE =
      """
      <!doctype html><title>mini</title>
      <p data-testid="left"></p><p data-testid="right"></p>
      <p data-testid="status"></p><p data-testid="outcome"></p><p data-testid="stored"></p>
      <script src="livestash.iife.js"></script>
      <script>
        const show = (id, text) => { document.querySelector(`[data-testid=${id}]`).textContent = text; };
        const counter = (name, told) => LiveStash.connect("/counter", {
          view: `counter/${name}`, onRender: (data) => show(name, data), ...told });
        const left = counter("left", {
          onStatus: (status) => show("status", status),
          onJoined: (arrival) => { show("outcome", arrival.outcome); show("status", "live"); },
          onSnapshot: (snapshot) => show("stored", snapshot.stored) });
        const right = location.search === "?one" ? undefined : counter("right");
      </script>
      """;

  /** How many, for a tab; everything is one number. */
  record Count(int value) {}

  /** Counts what the page sends, and what the server adds by itself. */
  private final class Counter implements View<Count> {
    @Override
    public Class<Count> stateType() {
      return Count.class;
    }

    @Override
    public Count first(Context<Count> context) {
      return new Count(0);
    }

    @Override
    public void handlers(Handlers<Count> on) {
      on.on("add", Integer.class, (count, by, event) -> new Count(count.value() + by));
    }

    @Override
    public Object render(Count state, Context<Count> context) {
      return state.value();
    }

    @Override
    public void attached(Count state, Context<Count> context) {
      contexts.put(context.view(), context);
    }
  }

  final List<String> unprotected = new CopyOnWriteArrayList<>();
  final List<Long> arrivedAtNanos = new CopyOnWriteArrayList<>();
  private final Map<String, Context<Count>> contexts = new ConcurrentHashMap<>();
  private final Path keys;
  private final UnaryOperator<LiveStashBuilder> configure;
  private LiveStash stash;
  private Undertow undertow;

  MiniServer(Path keys, UnaryOperator<LiveStashBuilder> configure) {
    this.keys = keys;
    this.configure = configure;
    this.stash = stash();
    this.undertow = listen(0);
  }

  private LiveStash stash() {
    LiveStashBuilder builder =
        LiveStash.builder()
            .keys(KeyRing.development(keys))
            .times(times -> times.withKeyReloadInterval(Duration.ZERO))
            .listener(listener());
    return configure.apply(builder).build();
  }

  private StashListener listener() {
    return new StashListener() {
      @Override
      public void attached(String view, String sid, Arrival arrival, Duration took) {
        arrivedAtNanos.add(System.nanoTime());
      }

      @Override
      public void unprotected(String view, String sid, String why) {
        unprotected.add(why);
      }
    };
  }

  private Undertow listen(int port) {
    PathHandler paths =
        new PathHandler()
            .addExactPath("/counter", stash.mount("counter", new Counter()))
            .addExactPath("/", exchange -> send(exchange, "text/html; charset=utf-8", PAGE))
            .addExactPath("/blank", exchange -> send(exchange, "text/html", "<title>blank</title>"))
            .addExactPath(
                "/livestash.iife.js",
                exchange -> send(exchange, "text/javascript; charset=utf-8", script()));
    Undertow server =
        Undertow.builder().addHttpListener(port, "localhost").setHandler(paths).build();
    server.start();
    return server;
  }

  static void send(HttpServerExchange exchange, String type, String body) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseSender().send(body);
  }

  static String script() {
    try {
      return Files.readString(Path.of("../js-client/dist/livestash.iife.js"));
    } catch (IOException notBuilt) {
      throw new UncheckedIOException(notBuilt);
    }
  }

  String url() {
    return "http://localhost:" + port() + "/";
  }

  int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  int instances() {
    return stash.instances();
  }

  /** A change that no user made. */
  void add(String view, int by) {
    Context<Count> context = contexts.get(view);
    if (context == null) {
      throw new IllegalStateException("Nobody has attached to " + view);
    }
    context.update(count -> new Count(count.value() + by));
  }

  /** Forgets everything and comes back on the same port. */
  void restart() {
    int port = port();
    undertow.stop();
    stash = stash();
    undertow = listen(port);
  }

  @Override
  public void close() {
    undertow.stop();
  }
}
