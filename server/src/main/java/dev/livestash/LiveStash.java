package dev.livestash;

import dev.livestash.session.ViewHost;
import dev.livestash.undertow.LiveStashHandler;
import dev.livestash.view.View;
import io.undertow.server.HttpHandler;

/**
 * Mounts views on an Undertow server and keeps their state alive beyond it.
 *
 * <pre>{@code
 * LiveStash stash = LiveStash.builder().keys(KeyRing.load(Path.of("keys.json"))).build();
 * HttpHandler counter = stash.mount("counter", new Counter());
 * Undertow.builder()
 *     .addHttpListener(8080, "localhost")
 *     .setHandler(Handlers.path().addExactPath("/live/counter", counter))
 *     .build()
 *     .start();
 * }</pre>
 *
 * <p>Safe for use by several threads. One {@code LiveStash} serves any number of views.
 */
public final class LiveStash {
  private final ViewHost.Services services;
  private final LiveStashHandler.Config config;

  LiveStash(ViewHost.Services services, LiveStashHandler.Config config) {
    this.services = services;
    this.config = config;
  }

  /**
   * Starts to configure a LiveStash. Only its {@linkplain LiveStashBuilder#keys keys} must be
   * given.
   *
   * @return a builder with every limit at its default
   */
  public static LiveStashBuilder builder() {
    return new LiveStashBuilder();
  }

  /**
   * Mounts a view: tabs that connect to the handler get a session of it.
   *
   * @param <S> the view's state
   * @param name the name that the page asks for, 1 to 64 letters, digits, dots, underscores or
   *     hyphens; it is the {@code aud} claim of the view's tokens, so a token of one view is of no
   *     use to another
   * @param view the view
   * @return the handler of the view's WebSocket, for any path of any Undertow server
   * @throws IllegalArgumentException if the name is not such a one, or the view declares itself
   *     wrongly
   */
  public <S> HttpHandler mount(String name, View<S> view) {
    return new LiveStashHandler(new ViewHost<>(name, view, services), config);
  }
}
