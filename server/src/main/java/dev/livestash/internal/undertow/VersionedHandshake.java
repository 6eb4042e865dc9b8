package dev.livestash.internal.undertow;

import io.undertow.connector.ByteBufferPool;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.xnio.StreamConnection;

/**
 * Selects the subprotocol. Another one than is served is accepted too, since a browser tells its
 * script nothing of a refused handshake: the socket is closed with 4004 instead. None is ever
 * selected that was not offered (RFC 6455 section 4.2.2), for a browser would fail the connection.
 */
final class VersionedHandshake extends Hybi13Handshake {
  static final String VERSION_1 = "livestash.v1";

  private final Consumer<WebSocketHttpExchange> letsGo;

  /**
   * The handshake.
   *
   * @param letsGo of what the socket need not hold of its request
   */
  VersionedHandshake(Consumer<WebSocketHttpExchange> letsGo) {
    // No permessage-deflate: tokens are compressed already, and the attacker's text beside a secret
    // leaks its length.
    super(Set.of(VERSION_1), false);
    this.letsGo = letsGo;
  }

  @Override
  public WebSocketChannel createChannel(
      WebSocketHttpExchange exchange, StreamConnection connection, ByteBufferPool buffers) {
    letsGo.accept(exchange);
    return super.createChannel(exchange, connection, buffers);
  }

  @Override
  protected String supportedSubprotols(String[] offered) {
    List<String> names = Arrays.stream(offered).map(String::trim).toList();
    return names.contains(VERSION_1) ? VERSION_1 : names.stream().findFirst().orElse("");
  }
}
