package dev.livestash.acceptance.abuse;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.PathHandler;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A server with all of LiveStash's defaults, in a process of its own with a small heap. */
final class Victim {
  /** The view that strangers come to. */
  static final String ATTACKED = "board";

  /** Another one, of the same kind. */
  static final String BESIDE = "side";

  private static final int HANDSHAKE_MILLIS = 10_000;

  private Victim() {}

  /** A number, and rows for those who want much. */
  record Board(int count, List<Row> rows) {}

  record Row(int number, String text) {}

  private static final class BoardView implements View<Board> {
    @Override
    public Class<Board> stateType() {
      return Board.class;
    }

    @Override
    public Board first(Context<Board> context) {
      return new Board(0, List.of());
    }

    @Override
    public void handlers(ViewHandlers<Board> on) {
      on.on("add", Integer.class, (board, by, event) -> new Board(board.count() + by, board.rows()))
          .on("grow", Integer.class, (board, rows, event) -> new Board(board.count(), rows(rows)))
          .on(
              "sleep",
              Integer.class,
              (board, millis, event) -> {
                Thread.sleep(millis);
                return board;
              })
          .on(
              "read",
              Integer.class,
              (board, bytes, event) -> {
                event.reply("x".repeat(Math.min(bytes, 1 << 20)));
                return board;
              });
    }

    private static List<Row> rows(int count) {
      return IntStream.range(0, count).mapToObj(n -> new Row(n, "the text of a row")).toList();
    }

    @Override
    public Object render(Board board, Context<Board> context) {
      return Map.of("count", board.count(), "rows", board.rows().size());
    }
  }

  /** Listens on any free port, which it prints; {@code /heap} says how many bytes are in use. */
  public static void main(String... arguments) {
    LiveStash stash =
        LiveStash.builder()
            .keys(KeyRing.development(Path.of(arguments[0])))
            .checkStates(false)
            .build();
    HttpHandler paths =
        new PathHandler()
            .addExactPath("/" + ATTACKED, stash.mount(ATTACKED, new BoardView()))
            .addExactPath("/" + BESIDE, stash.mount(BESIDE, new BoardView()))
            .addExactPath(
                "/heap",
                new BlockingHandler(exchange -> exchange.getResponseSender().send(usedHeap())));
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HANDSHAKE_MILLIS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, HANDSHAKE_MILLIS)
            .setHandler(paths)
            .build();
    undertow.start();
    InetSocketAddress address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    System.out.println(address.getPort());
  }

  private static String usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return Long.toString(memory.getHeapMemoryUsage().getUsed());
  }
}
