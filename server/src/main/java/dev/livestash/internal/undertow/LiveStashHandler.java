package dev.livestash.internal.undertow;

import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Serves one mounted view's WebSockets; a plain HTTP request is told so. */
public final class LiveStashHandler implements HttpHandler {
  private static final AttachmentKey<String> BINDING = AttachmentKey.create(String.class);

  /**
   * How the handler decides and what it limits.
   *
   * @param limits how much a socket may send and leave unread
   * @param times how long it may take and be silent
   * @param allowedOrigins pages of other hosts that may connect
   * @param binding what a socket's tokens are bound to; null for nothing
   * @param nanoTime a monotonic clock
   */
  public record Config(
      Limits limits,
      Times times,
      Set<Origin> allowedOrigins,
      Function<HttpServerExchange, @Nullable String> binding,
      LongSupplier nanoTime) {}

  private final ViewHost<?> host;
  private final Executor executor;
  private final Config config;
  private final OriginCheck origins;
  private final HttpHandler upgrade;

  /**
   * The handler.
   *
   * @param host the mounted view
   * @param executor runs its sessions
   * @param config decides and limits
   */
  public LiveStashHandler(ViewHost<?> host, Executor executor, Config config) {
    this.host = host;
    this.executor = executor;
    this.config = config;
    this.origins = new OriginCheck(config.allowedOrigins());
    this.upgrade =
        new WebSocketProtocolHandshakeHandler(
            List.of(new VersionedHandshake()), this::connected, PlainHttp::answer);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    boolean isHandshake = PlainHttp.isHandshake(exchange);
    if (isHandshake && !origins.allows(exchange)) {
      host.refusedOrigin(OriginCheck.origin(exchange), exchange.getHostAndPort());
      exchange.setStatusCode(StatusCodes.FORBIDDEN).endExchange();
    } else if (host.isDraining()) {
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE).endExchange();
    } else if (isHandshake) {
      upgrade(exchange);
    } else {
      PlainHttp.answer(exchange);
    }
  }

  private void upgrade(HttpServerExchange exchange) throws Exception {
    String binding = config.binding().apply(exchange);
    if (binding != null) {
      exchange.putAttachment(BINDING, binding);
    }
    upgrade.handleRequest(exchange);
  }

  private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    Limits limits = config.limits();
    UndertowTransport transport =
        new UndertowTransport(channel, limits.maxUnreadBytes(), config.nanoTime(), host::closing);
    if (!VersionedHandshake.VERSION_1.equals(channel.getSubProtocol())) {
      transport.close(
          CloseCode.CLIENT_TOO_OLD, "this server speaks " + VersionedHandshake.VERSION_1);
      channel.resumeReceives();
      return;
    }
    Optional<String> binding = Optional.ofNullable(exchange.getAttachment(BINDING));
    Attachment attachment = host.open(transport, executor, binding);
    channel.getReceiveSetter().set(new SocketReceiver(attachment, transport, limits));
    channel.addCloseTask(closed -> attachment.closed());
    new Liveness(channel, transport, config.times(), config.nanoTime()).watch(attachment);
    channel.resumeReceives();
  }
}
