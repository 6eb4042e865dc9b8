package dev.livestash.internal.undertow;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.function.BooleanSupplier;

/** Answers a health check: 200 while tabs can come, 503 from the start of a drain on. */
public final class HealthHandler implements HttpHandler {
  private final BooleanSupplier turnsAway;

  public HealthHandler(BooleanSupplier turnsAway) {
    this.turnsAway = turnsAway;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    var unused = PlainHttp.isCutShort(exchange);
    boolean isLeaving = turnsAway.getAsBoolean();
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8")
        .put(Headers.CACHE_CONTROL, "no-store");
    exchange
        .setStatusCode(isLeaving ? StatusCodes.SERVICE_UNAVAILABLE : StatusCodes.OK)
        .getResponseSender()
        .send(isLeaving ? "draining\n" : "up\n");
  }
}
