package dev.livestash.internal.undertow;

import dev.livestash.internal.admission.Gate;
import dev.livestash.internal.memory.Budget;
import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.session.Surroundings;
import dev.livestash.internal.session.Threads;
import dev.livestash.internal.session.Transport;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.session.Visitor;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Admission;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import dev.livestash.settings.Times;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Serves one mounted view's WebSockets; a plain HTTP request is told so. */
public final class LiveStashHandler implements HttpHandler {
  private static final AttachmentKey<Entrance> ENTRANCE = AttachmentKey.create(Entrance.class);

  /** Who comes in, and by which request. */
  private record Entrance(
      Door.Guest guest, Surroundings surroundings, HttpServerExchange request) {}

  /**
   * How the handler decides and what it limits.
   *
   * @param limits how much a socket may send and leave unread
   * @param times how long it may take and be silent
   * @param unread what all sockets of the node may leave unread
   * @param allowedOrigins pages of other hosts that may connect
   * @param admit the application's word on who is let in
   * @param gate the node's quotas
   * @param addresses where requests come from
   * @param nanoTime a monotonic clock
   * @param scheduler looks at sockets now and then
   */
  public record Config(
      Limits limits,
      Times times,
      Budget unread,
      Set<Origin> allowedOrigins,
      Function<HttpServerExchange, Admission> admit,
      Gate gate,
      ClientAddress addresses,
      LongSupplier nanoTime,
      Scheduler scheduler) {}

  private final ViewHost<?> host;
  private final Function<String, Threads> threadsOf;
  private final Config config;
  private final OriginCheck origins;
  private final Door door;
  private final BiConsumer<CloseCode, String> closes;
  private final Liveness.Patience patience;
  private final HttpHandler upgrade;

  /**
   * The handler.
   *
   * @param host the mounted view
   * @param threadsOf runs the sessions of a client
   * @param config decides and limits
   */
  public LiveStashHandler(ViewHost<?> host, Function<String, Threads> threadsOf, Config config) {
    this.host = host;
    this.threadsOf = threadsOf;
    this.config = config;
    this.origins = new OriginCheck(config.allowedOrigins());
    this.door = new Door(host, config.gate(), config.addresses(), config.admit());
    this.closes = host::closing;
    this.patience = new Liveness.Patience(config.times(), config.nanoTime(), config.scheduler());
    this.upgrade =
        new WebSocketProtocolHandshakeHandler(
            List.of(new VersionedHandshake(LiveStashHandler::letGoOfAddress)),
            this::connected,
            PlainHttp::answer);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    boolean isHandshake = PlainHttp.isHandshake(exchange);
    boolean hasBody = PlainHttp.isCutShort(exchange);
    if (isHandshake && hasBody) {
      exchange.setStatusCode(StatusCodes.BAD_REQUEST).endExchange();
    } else if (isHandshake && !origins.allows(exchange)) {
      host.refusedOrigin(OriginCheck.origin(exchange), exchange.getHostAndPort());
      exchange.setStatusCode(StatusCodes.FORBIDDEN).endExchange();
    } else if (host.turnsAway()) {
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE).endExchange();
    } else {
      letIn(exchange, isHandshake);
    }
  }

  private void letIn(HttpServerExchange exchange, boolean isHandshake) throws Exception {
    // Before the application reads any of it.
    OptionalInt tooLarge = HeldRequest.statusIfTooLarge(exchange);
    if (!isHandshake) {
      answer(exchange, tooLarge);
    } else if (tooLarge.isPresent()) {
      refuse(exchange, tooLarge.getAsInt());
    } else {
      admit(exchange);
    }
  }

  /**
   * A page whose handshake was refused asks again in plain HTTP, and is told the same. Any page of
   * any site can have a browser ask so, as often as it likes: that counts for nothing.
   */
  private void answer(HttpServerExchange exchange, OptionalInt tooLarge) {
    if (tooLarge.isPresent()) {
      exchange.setStatusCode(tooLarge.getAsInt()).endExchange();
    } else if (door.look(exchange) instanceof Door.Closed closed) {
      PlainHttp.refuse(exchange, closed.refused());
    } else {
      PlainHttp.answer(exchange);
    }
  }

  private void admit(HttpServerExchange exchange) throws Exception {
    Door.Answer answer = door.open(exchange);
    if (answer instanceof Door.Closed closed) {
      host.refusedHandshake(closed.refused().status(), closed.quota());
      PlainHttp.refuse(exchange, closed.refused());
    } else {
      upgrade(exchange, (Door.Guest) answer);
    }
  }

  /** What the request says is read here: it is let go of when the socket opens. */
  private void upgrade(HttpServerExchange exchange, Door.Guest guest) throws Exception {
    if (RequestReader.holdsTooMuch(exchange)) {
      refuse(exchange, StatusCodes.REQUEST_URI_TOO_LARGE);
      return;
    }
    // An account of the security context is the application's.
    Optional<Surroundings> read =
        host.asked("Reading a request", () -> RequestReader.read(exchange, guest.allowed()));
    if (read.isPresent()) {
      exchange.putAttachment(ENTRANCE, new Entrance(guest, read.get(), exchange));
      upgrade.handleRequest(exchange);
    } else {
      refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
    }
  }

  private void refuse(HttpServerExchange exchange, int status) {
    host.refusedHandshake(status, "");
    exchange.setStatusCode(status).endExchange();
  }

  private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    Limits limits = config.limits();
    UndertowTransport transport =
        new UndertowTransport(
            channel,
            new SendQueue(limits.maxUnreadBytes(), config.unread()),
            config.nanoTime(),
            closes);
    Entrance entrance = entrance(exchange);
    Door.Guest guest = entrance.guest();
    Optional<Runnable> leave = config.gate().enter(guest.address(), guest.allowed().subject());
    leave.ifPresent(task -> channel.addCloseTask(closed -> task.run()));
    if (leave.isEmpty()) {
      turnAway(channel, transport, CloseCode.TRY_AGAIN_LATER, "too many are here");
    } else if (!VersionedHandshake.VERSION_1.equals(channel.getSubProtocol())) {
      turnAway(
          channel,
          transport,
          CloseCode.CLIENT_TOO_OLD,
          "this server speaks " + VersionedHandshake.VERSION_1);
    } else {
      attach(channel, transport, entrance);
    }
  }

  /** The socket would hold it to its end. */
  private static void letGoOfAddress(WebSocketHttpExchange exchange) {
    Optional.ofNullable(exchange.getAttachment(ENTRANCE))
        .ifPresent(entrance -> HeldRequest.letGoOfAddress(entrance.request));
  }

  /** Undertow holds the request for as long as the socket is open, which needs nothing of it. */
  private static Entrance entrance(WebSocketHttpExchange exchange) {
    Entrance entrance =
        Objects.requireNonNull(exchange.getAttachment(ENTRANCE), "nobody comes in by another way");
    exchange.putAttachment(ENTRANCE, null);
    HeldRequest.letGo(entrance.request);
    return entrance;
  }

  private static void turnAway(
      WebSocketChannel channel, UndertowTransport transport, CloseCode code, String reason) {
    transport.close(code, reason);
    channel.resumeReceives();
  }

  /** Takes a socket that has come in, whatever carries it. */
  Attachment open(Transport transport, Visitor visitor) {
    return host.open(transport, threadsOf.apply(visitor.client()), visitor);
  }

  ViewHost<?> host() {
    return host;
  }

  Limits limits() {
    return config.limits();
  }

  private void attach(WebSocketChannel channel, UndertowTransport transport, Entrance entrance) {
    Door.Guest guest = entrance.guest();
    Visitor visitor =
        new Visitor(
            Gate.client(guest.address(), guest.allowed().subject()),
            guest.allowed().subject(),
            guest.allowed().attributes(),
            entrance.surroundings(),
            config.gate().whenJoinIsRefused(guest.address(), guest.allowed().subject()),
            config.gate().share(guest.address(), guest.allowed().subject()),
            config.gate().pace(guest.address(), guest.allowed().subject()));
    Attachment attachment = open(transport, visitor);
    Liveness liveness = new Liveness(channel, transport, patience);
    SocketReceiver receiver = new SocketReceiver(attachment, transport, liveness, config.limits());
    channel.getReceiveSetter().set(receiver);
    channel.addCloseTask(receiver::gone);
    liveness.watch(attachment);
    channel.resumeReceives();
  }
}
