package dev.livestash.bench;

import dev.livestash.LiveStash;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.node.ObjectNode;

/** An Undertow on a free port, with a view, or with no more than an echo. */
@NullMarked
final class Server implements AutoCloseable {
  /** The event that changes the quantity of one of a board's items. */
  static final String QUANTITY = "quantity";

  /** The release of what it serves. */
  private static final String RELEASE = "bench";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long MAX_STATES_BYTES = 1L << 40;
  private static final int MANY = 1 << 21;
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final HttpHandler handler;
  private final Undertow undertow;
  private final Optional<LiveStash> stash;
  private Optional<Undertow> secure = Optional.empty();

  private Server(HttpHandler handler, Optional<LiveStash> stash) {
    this.handler = handler;
    this.stash = stash;
    // What fails, fails in the clients too; a server that stops under thousands of them says much.
    Logger.getLogger("").setLevel(Level.OFF);
    undertow = start(Undertow.builder().addHttpListener(0, "localhost"));
  }

  private Undertow start(Undertow.Builder builder) {
    Undertow started = builder.setIoThreads(2).setHandler(handler).build();
    started.start();
    return started;
  }

  static Server livestash(Board first) {
    return livestash(first, PATIENCE.multipliedBy(60));
  }

  /** One whose sessions sleep after so long. */
  static Server livestash(Board first, Duration sleepAfter) {
    return livestash(counted(first), sleepAfter);
  }

  /** One whose pages are shown the whole state. */
  static Server showing(Board first) {
    return livestash(boards(first, board -> board), PATIENCE.multipliedBy(60));
  }

  private static Server livestash(View<Board> view, Duration sleepAfter) {
    LiveStash stash =
        LiveStash.builder()
            .keys(Paths.KEYS)
            .issuer(Paths.ISSUER)
            .release(RELEASE)
            // What is shared by all of them counts for each.
            .limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES))
            .times(
                times ->
                    times
                        .withSleepAfter(sleepAfter)
                        .withJoinTimeout(
                            PATIENCE)) // a busy machine makes a storm slow, and shall not end it
            .build();
    return new Server(stash.mount(Paths.VIEW, view), Optional.of(stash));
  }

  /** One with a view, whose states may take so many bytes, and sleep after so long. */
  static Server limited(View<?> view, long maxStatesBytes, Duration sleepAfter) {
    LiveStash stash =
        LiveStash.builder()
            .keys(Paths.KEYS)
            .issuer(Paths.ISSUER)
            .limits(limits -> limits.withMaxStatesBytes(maxStatesBytes).withMaxInstances(MANY))
            .times(times -> times.withSleepAfter(sleepAfter).withJoinTimeout(PATIENCE))
            .build();
    return new Server(stash.mount(Paths.VIEW, view), Optional.of(stash));
  }

  /** Two views, as an application has them: {@code /board}, and {@code /sleepy} beside it. */
  static Server beside(Board first, SleepyView sleepy) {
    LiveStash stash = LiveStash.builder().keys(Paths.KEYS).issuer(Paths.ISSUER).build();
    HttpHandler paths =
        Handlers.path()
            .addExactPath("/" + Paths.VIEW, stash.mount(Paths.VIEW, counted(first)))
            .addExactPath("/" + SleepyView.NAME, stash.mount(SleepyView.NAME, sleepy));
    return new Server(paths, Optional.of(stash));
  }

  static Server echo() {
    return new Server(new WebSocketProtocolHandshakeHandler(Server::connected), Optional.empty());
  }

  private static void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    channel.getReceiveSetter().set(new Echo());
    channel.resumeReceives();
  }

  /** The least that gives a tab its state back: opens as much as it brought, and holds it. */
  static Server floor(OpenedFloors floors) {
    return taking(floors::open);
  }

  /** Takes what tabs bring, and does nothing with it. */
  static Server carrying() {
    return taking(() -> "");
  }

  private static Server taking(Supplier<Object> restoring) {
    return new Server(
        new WebSocketProtocolHandshakeHandler(
            (WebSocketHttpExchange exchange, WebSocketChannel channel) -> {
              channel.getReceiveSetter().set(new TakenTokens(restoring));
              channel.resumeReceives();
            }),
        Optional.empty());
  }

  InetSocketAddress address() {
    return address(undertow);
  }

  /** Where it speaks TLS, from now on. */
  InetSocketAddress address(SSLContext tls) {
    Undertow started = start(Undertow.builder().addHttpsListener(0, "localhost", tls));
    secure = Optional.of(started);
    return address(started);
  }

  private static InetSocketAddress address(Undertow started) {
    return (InetSocketAddress) started.getListenerInfo().get(0).getAddress();
  }

  /** Stops; sessions that wait for their tabs would fill the heap of the next round. */
  @Override
  public void close() {
    undertow.stop();
    secure.ifPresent(Undertow::stop);
    try {
      if (stash.isPresent()) {
        // Whether each tab had acknowledged does not matter: they are gone.
        var unused = stash.get().drain(GOODBYE);
      }
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("Nobody interrupts a benchmark.", impossible);
    }
  }

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }
  }

  /** A view of boards, of which a page is shown what a function makes of them. */
  static View<Board> boards(Board first, Function<Board, Object> shown) {
    return new BoardView(first, shown);
  }

  private static View<Board> counted(Board first) {
    return boards(first, board -> Map.of("items", board.items().size()));
  }

  private record BoardView(Board first, Function<Board, Object> shown) implements View<Board> {
    @Override
    public Class<Board> stateType() {
      return Board.class;
    }

    @Override
    public Board first(Context<Board> context) {
      return first;
    }

    @Override
    public void handlers(dev.livestash.view.ViewHandlers<Board> on) {
      on.on(QUANTITY, Integer.class, (board, quantity, event) -> board.withQuantity(quantity));
    }

    @Override
    public Object render(Board state, Context<Board> context) {
      return shown.apply(state);
    }
  }

  /** What a tab answers: it has stored each snapshot. */
  static Optional<String> kept(String frame) {
    if (!frame.startsWith("{\"t\":\"keep\"")) {
      return Optional.empty();
    }
    ObjectNode kept = Paths.MAPPER.createObjectNode().put("t", "kept");
    return Optional.of(
        kept.put("gen", number(frame, "gen")).put("seq", number(frame, "seq")).toString());
  }

  private static long number(String frame, String name) {
    int start = frame.indexOf("\"" + name + "\":") + name.length() + 3;
    return Long.parseLong(frame.substring(start, frame.indexOf(',', start)));
  }

  static String join(Optional<String> token) {
    return join(Paths.VIEW, token);
  }

  static String join(String view, Optional<String> token) {
    ObjectNode join = Paths.MAPPER.createObjectNode().put("t", "join").put("view", view);
    join.put("attempt", 1);
    token.ifPresent(text -> join.put("token", text));
    join.putObject("params");
    return join.toString();
  }
}
