package dev.livestash.internal.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatch;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A handshake's request, which Undertow holds for as long as the socket is open, though nothing
 * needs it any more: so what a stranger has written into it is bounded, and let go of.
 */
final class HeldRequest {
  /** Path and query; as much as proxies let through. */
  static final int MAX_TARGET_CHARS = 8 << 10;

  /** All headers, cookies among them. */
  static final int MAX_HEADER_CHARS = 32 << 10;

  private HeldRequest() {}

  /** The HTTP status that refuses it; empty if it is not too large. */
  static OptionalInt statusIfTooLarge(HttpServerExchange exchange) {
    int target = exchange.getRequestURI().length() + exchange.getQueryString().length();
    if (target > MAX_TARGET_CHARS) {
      return OptionalInt.of(StatusCodes.REQUEST_URI_TOO_LARGE);
    }
    return headerChars(exchange) > MAX_HEADER_CHARS
        ? OptionalInt.of(StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE)
        : OptionalInt.empty();
  }

  private static int headerChars(HttpServerExchange exchange) {
    int chars = 0;
    for (HeaderValues header : exchange.getRequestHeaders()) {
      for (String value : header) {
        chars += header.getHeaderName().length() + value.length();
      }
    }
    return chars;
  }

  /** Where it went to, which nobody asks for once it was let in. */
  static void letGoOfAddress(HttpServerExchange exchange) {
    letGoOfParameters(exchange);
    exchange.getRequestHeaders().remove(Headers.HOST);
    exchange.setQueryString("");
    exchange.setRequestURI("");
  }

  /** Where there is none, to ask for it would have Undertow make a map, and hold that. */
  private static void letGoOfParameters(HttpServerExchange exchange) {
    boolean hasTemplate = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY) != null;
    if (hasTemplate || !exchange.getQueryString().isEmpty()) {
      exchange.getQueryParameters().clear();
    }
    if (exchange.getRequestURI().indexOf(';') >= 0) {
      exchange.getPathParameters().clear();
    }
    exchange.removeAttachment(PathTemplateMatch.ATTACHMENT_KEY);
  }

  /** What an application needs later, it has taken by now. */
  static void letGo(HttpServerExchange exchange) {
    boolean hasCookies = exchange.getRequestHeaders().contains(Headers.COOKIE);
    letGoOfAddress(exchange);
    exchange.getRequestHeaders().clear();
    exchange.getResponseHeaders().clear();
    if (hasCookies) {
      letGoOfCookies(exchange);
    }
    exchange.setRequestPath("");
    exchange.setRelativePath("");
    exchange.setResolvedPath("");
  }

  /** Without their header, those that nobody has asked for are none. */
  @SuppressWarnings("removal") // there is no other way to remove one
  private static void letGoOfCookies(HttpServerExchange exchange) {
    Map<String, Cookie> cookies = exchange.getRequestCookies();
    List.copyOf(cookies.keySet()).forEach(cookies::remove);
  }
}
