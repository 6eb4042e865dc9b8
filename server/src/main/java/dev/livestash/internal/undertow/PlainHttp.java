package dev.livestash.internal.undertow;

import dev.livestash.settings.Admission;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.util.Arrays;
import java.util.Set;

/**
 * Answers what is no WebSocket handshake: 426 (RFC 9110 section 15.5.22) to whoever asks what is
 * here. A page whose socket never opens learns from it that the server is there.
 */
final class PlainHttp {
  private static final String BODY =
      "This is a LiveStash view: connect by WebSocket (RFC 6455), subprotocol livestash.v1.\n";
  private static final Set<HttpString> READING = Set.of(Methods.GET, Methods.HEAD);

  private PlainHttp() {}

  /** Whether a request asks for a WebSocket, in this version or another one. */
  static boolean isHandshake(HttpServerExchange exchange) {
    HeaderValues asked = exchange.getRequestHeaders().get(Headers.UPGRADE);
    return exchange.getRequestMethod().equals(Methods.GET)
        && exchange.getProtocol().equals(Protocols.HTTP_1_1)
        && asked != null
        && asked.stream()
            .flatMap(value -> Arrays.stream(value.split(",")))
            .anyMatch(protocol -> protocol.trim().equalsIgnoreCase("websocket"));
  }

  /**
   * Undertow answers a request when it has read all of it, and waits for a body that never comes
   * without an end: one that has a body, of which nobody wants any, is its connection's last.
   *
   * @return whether it has one
   */
  static boolean isCutShort(HttpServerExchange exchange) {
    boolean hasMore = !exchange.isRequestComplete();
    if (hasMore) {
      exchange.setPersistent(false);
    }
    return hasMore;
  }

  /** Says that nobody is let in, and when to ask again. */
  static void refuse(HttpServerExchange exchange, Admission.Refused refused) {
    refused
        .retryAfter()
        .ifPresent(
            wait ->
                exchange
                    .getResponseHeaders()
                    .put(Headers.RETRY_AFTER, Math.max(1, wait.plusMillis(999).toSeconds())));
    exchange.setStatusCode(refused.status()).endExchange();
  }

  /** Says what to ask instead. */
  static void answer(HttpServerExchange exchange) {
    if (!READING.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
      exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED).endExchange();
      return;
    }
    HeaderMap headers = exchange.getResponseHeaders();
    // HTTP/2 has no such headers: RFC 9113 section 8.2.2.
    if (!exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
      headers.put(Headers.UPGRADE, "websocket").put(Headers.CONNECTION, "Upgrade");
    }
    headers
        .put(Headers.SEC_WEB_SOCKET_VERSION, "13")
        .put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange.setStatusCode(StatusCodes.UPGRADE_REQUIRED).getResponseSender().send(BODY);
  }
}
