package dev.livestash.acceptance.e2e;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.server.handlers.PathHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * A page with one cell of a sheet of 1.2 MB, which sends what is in it at every key. Its script
 * does nothing else, so that every task of the page is one of the browser module. The server can be
 * stopped, and started again on the same port with nothing in memory.
 */
final class TypingServer implements AutoCloseable {
  private static final int ROWS = 17_900;
  private static final String PAGE =
      """
      <!doctype html><title>typing</title>
      <input data-testid="cell">
      <p data-testid="status"></p><p data-testid="outcome"></p><p data-testid="stored">0</p>
      <p data-testid="text"></p><p data-testid="bytes"></p>
      <script src="livestash.iife.js"></script>
      <script>
        const show = (id, text) => { document.querySelector(`[data-testid=${id}]`).textContent = text; };
        const sheet = LiveStash.connect("/sheet", {
          view: "sheet",
          onRender: (text) => show("text", text),
          onStatus: (status) => show("status", status),
          onJoined: (arrival) => show("outcome", arrival.outcome),
          onSnapshot: (snapshot) => {
            show("bytes", snapshot.stateBytes);
            if (snapshot.stored === "kept") show("stored", snapshot.seen);
          },
        });
        document.querySelector("input").oninput = (event) => sheet.send("type", event.target.value);
      </script>
      """;

  record Row(List<String> cells) {}

  /** A table whose middle cell is typed into. */
  record Sheet(List<Row> rows) {
    static Sheet make() {
      return new Sheet(
          IntStream.range(0, ROWS)
              .mapToObj(
                  i ->
                      new Row(
                          List.of(
                              "row " + i, "2012-01-01", "12." + i % 10, "drizzle, then sun", "x")))
              .toList());
    }

    Sheet with(String text) {
      List<Row> changed = new ArrayList<>(rows);
      List<String> cells = new ArrayList<>(changed.get(ROWS / 2).cells());
      cells.set(4, text);
      changed.set(ROWS / 2, new Row(cells));
      return new Sheet(changed);
    }

    String text() {
      return rows.get(ROWS / 2).cells().get(4);
    }
  }

  private final class SheetView implements View<Sheet> {
    @Override
    public Class<Sheet> stateType() {
      return Sheet.class;
    }

    @Override
    public Sheet first(Context<Sheet> context) {
      return Sheet.make();
    }

    @Override
    public void handlers(ViewHandlers<Sheet> on) {
      on.on(
          "type",
          String.class,
          (sheet, text, event) -> {
            typed.add(text);
            return sheet.with(text);
          });
    }

    @Override
    public Object render(Sheet sheet, Context<Sheet> context) {
      return sheet.text();
    }
  }

  /** What the handler was given, in order. */
  final List<String> typed = new CopyOnWriteArrayList<>();

  private final Path keys;
  private PageServer server;

  TypingServer(Path keys) {
    this.keys = keys;
    this.server = listen(0);
  }

  private PageServer listen(int port) {
    // Not a development ring: that would compare each patch with a whole encoding.
    KeyRing.development(keys);
    LiveStash stash = LiveStash.builder().keys(KeyRing.load(keys)).build();
    return new PageServer(
        port,
        PAGE,
        new PathHandler().addExactPath("/sheet", stash.mount("sheet", new SheetView())));
  }

  String url() {
    return server.url();
  }

  void restart() {
    server.close();
    server = listen(server.port());
  }

  @Override
  public void close() {
    server.close();
  }
}
