package dev.livestash.demo;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/**
 * Ends the process as {@code kill -9} would: no shutdown hook runs, nothing is written or said
 * goodbye to. For a demonstration only.
 */
final class CrashHandler implements HttpHandler {

  /** What the shell reports of a process that got SIGKILL: 128 + 9. */
  static final int EXIT_CODE = 137;

  /** A page of another origin cannot send it without asking first, and is not answered then. */
  private static final HttpString PROOF = HttpString.tryFromString("X-Sheet-Crash");

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
    } else if (!exchange.getRequestHeaders().contains(PROOF)) {
      exchange.setStatusCode(StatusCodes.FORBIDDEN);
    } else {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
