package dev.livestash.demo;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Serves one file of the page out of memory. */
final class PageHandler implements HttpHandler {

  /** The page runs its own script and styles and talks to its own server, and that is all. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private final byte[] content;
  private final String type;
  private final ETag tag;

  PageHandler(String file, String type) {
    this(Resources.bytes("page/" + file), type);
  }

  PageHandler(byte[] content, String type) {
    this.content = content;
    this.type = type;
    this.tag = new ETag(false, content.length + "-" + Arrays.hashCode(content));
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    HttpString method = exchange.getRequestMethod();
    if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
      exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
      return;
    }
    addHeaders(exchange.getResponseHeaders());
    if (ETagUtils.handleIfNoneMatch(exchange, tag, true)) {
      exchange.getResponseSender().send(ByteBuffer.wrap(content));
    } else {
      exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
    }
  }

  private void addHeaders(HeaderMap headers) {
    headers.put(Headers.CONTENT_TYPE, type);
    headers.put(Headers.ETAG, tag.toString());
    headers.put(Headers.CACHE_CONTROL, "no-cache");
    headers.put(HttpString.tryFromString("Content-Security-Policy"), CONTENT_SECURITY_POLICY);
    headers.put(HttpString.tryFromString("X-Content-Type-Options"), "nosniff");
    headers.put(HttpString.tryFromString("Referrer-Policy"), "no-referrer");
  }
}
