package dev.livestash.acceptance.e2e;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
      <p data-testid="pushed"></p>
      <script src="livestash.iife.js"></script>
      <script>
        const show = (id, text) => { document.querySelector(`[data-testid=${id}]`).textContent = text; };
        const counter = (name, told) => LiveStash.connect("/counter", {
          view: `counter/${name}`, onRender: (data) => show(name, data), ...told });
        const left = counter("left", {
          onStatus: (status) => show("status", status),
          onJoined: (arrival) => { show("outcome", arrival.outcome); show("status", "live"); },
          onSnapshot: (snapshot) => show("stored", snapshot.stored),
          onPush: (name, data) => show("pushed", `${name} ${JSON.stringify(data)}`) });
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
    public void handlers(ViewHandlers<Count> on) {
      on.on("add", Integer.class, (count, by, event) -> new Count(count.value() + by));
    }

    @Override
    public Object render(Count state, Context<Count> context) {
      answers.passOrWait();
      return state.value();
    }
  }

  /** While it is shut, no join and no event is answered. */
  final Gate answers = new Gate();

  final List<String> unprotected = new CopyOnWriteArrayList<>();
  final List<Long> arrivedAtNanos = new CopyOnWriteArrayList<>();
  private final Counter counter = new Counter();
  private final Path keys;
  private final UnaryOperator<LiveStashBuilder> configure;
  private LiveStash stash;
  private PageServer server;

  /** One that has all that is the default, and its keys in a folder. */
  static MiniServer in(Path folder) {
    return new MiniServer(folder.resolve("keys.json"), builder -> builder);
  }

  MiniServer(Path keys, UnaryOperator<LiveStashBuilder> configure) {
    this.keys = keys;
    this.configure = configure;
    this.stash = stash();
    this.server = listen(0);
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

  private PageServer listen(int port) {
    HttpHandler handler = stash.mount("counter", counter);
    return new PageServer(
        port,
        PAGE,
        new PathHandler()
            .addExactPath("/counter", handler)
            .addExactPath("/behind-proxy", behindProxy(handler))
            .addExactPath("/blank", PageServer.html("<title>blank</title>")));
  }

  /** As the view looks behind a proxy that does not pass {@code Host} on. */
  private static HttpHandler behindProxy(HttpHandler view) {
    return exchange -> {
      exchange.getRequestHeaders().put(Headers.HOST, "upstream:8080");
      view.handleRequest(exchange);
    };
  }

  String url() {
    return server.url();
  }

  int port() {
    return server.port();
  }

  int instances() {
    return stash.instances();
  }

  /** A change that no user made. */
  void add(String view, int by) {
    stash
        .tabs(counter)
        .where(tab -> tab.view().equals(view))
        .forEach(tab -> tab.update(count -> new Count(count.value() + by)));
  }

  /** Pushes something to the page, which is no part of the state. */
  void push(String view, String name, Object data) {
    stash.tabs(counter).where(tab -> tab.view().equals(view)).forEach(tab -> tab.push(name, data));
  }

  /** Forgets everything and comes back on the same port. */
  void restart() {
    stop();
    start();
  }

  void stop() {
    server.close();
  }

  /** After a stop: on the same port, with nothing in memory. */
  void start() {
    stash = stash();
    server = listen(server.port());
  }

  @Override
  public void close() {
    stop();
  }
}
