package dev.livestash.acceptance.keystroke;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Admission;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Serves a board of each size, shown whole, and the page that edits it. */
final class BoardServer implements AutoCloseable {
  private final Undertow undertow;

  private record BoardView(Board board) implements View<Board> {
    @Override
    public Class<Board> stateType() {
      return Board.class;
    }

    @Override
    public Board first(Context<Board> context) {
      return board;
    }

    @Override
    public void handlers(ViewHandlers<Board> on) {
      on.on("edit", Board.Edit.class, (state, edit, event) -> state.with(edit));
    }

    @Override
    public Object render(Board state, Context<Board> context) {
      return state;
    }
  }

  /**
   * Starts to serve.
   *
   * @param root the project's folder, whose browser module is built
   * @param keys a key file that is not there yet
   */
  BoardServer(Path root, Path keys, List<String> sizes) throws IOException {
    // Not a development ring: that would have the page check each render.
    KeyRing.development(keys);
    LiveStash stash =
        LiveStash.builder()
            .keys(KeyRing.load(keys))
            .admit(exchange -> Admission.anonymous())
            .build();
    String module = Files.readString(root.resolve("js-client/dist/livestash.iife.js"));
    PathHandler paths =
        new PathHandler()
            .addExactPath("/", sent("text/html; charset=utf-8", EditingPage.HTML))
            .addExactPath("/livestash.iife.js", sent("text/javascript; charset=utf-8", module));
    for (String size : sizes) {
      paths.addExactPath("/" + size, stash.mount(size, new BoardView(Board.load(root, size))));
    }
    undertow = Undertow.builder().addHttpListener(0, "localhost").setHandler(paths).build();
    undertow.start();
  }

  /** Isolated from other origins, for elsewhere Chromium's clock has steps of 0.1 ms. */
  private static HttpHandler sent(String type, String body) {
    return exchange -> {
      exchange
          .getResponseHeaders()
          .put(Headers.CONTENT_TYPE, type)
          .put(new HttpString("Cross-Origin-Opener-Policy"), "same-origin")
          .put(new HttpString("Cross-Origin-Embedder-Policy"), "require-corp");
      exchange.getResponseSender().send(body);
    };
  }

  String url() {
    InetSocketAddress at = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    return "http://localhost:" + at.getPort() + "/";
  }

  @Override
  public void close() {
    undertow.stop();
  }
}
