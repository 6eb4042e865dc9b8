package dev.livestash.internal.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Whether a page may open a socket here. A browser lets any page open a WebSocket to any host, with
 * that host's cookies, and only says whose page it is (RFC 6455 section 10.2); so the server has to
 * look.
 */
final class OriginCheck {
  private final Set<Origin> allowed;

  OriginCheck(Set<Origin> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * A request without an Origin does not come from a browser's page, and carries no user's cookies
   * unasked.
   */
  boolean allows(HttpServerExchange exchange) {
    String origin = origin(exchange);
    return !exchange.getRequestHeaders().contains(Headers.ORIGIN)
        || Origin.read(origin).filter(allowed::contains).isPresent()
        || isSameSite(origin, exchange);
  }

  /** What the request says whose page it comes from; empty if it says nothing. */
  static String origin(HttpServerExchange exchange) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(Headers.ORIGIN), "");
  }

  private static boolean isSameSite(String origin, HttpServerExchange exchange) {
    try {
      URI page = new URI(origin);
      String authority = page.getRawAuthority();
      return authority != null
          && page.getScheme() != null
          && isAsSecure(page.getScheme(), exchange)
          && withPort(authority).equalsIgnoreCase(withPort(exchange.getHostAndPort()));
    } catch (URISyntaxException opaque) {
      return false;
    }
  }

  /**
   * What came over http may be anybody's on the way, so it is not this site's where that has https.
   * A page of https may have come through a proxy, which talks http to this server.
   */
  private static boolean isAsSecure(String pageScheme, HttpServerExchange exchange) {
    return pageScheme.equalsIgnoreCase("https")
        || (pageScheme.equalsIgnoreCase("http") && !hasHttps(exchange));
  }

  /** What a proxy says can only make more be refused, so that anybody may say it. */
  private static boolean hasHttps(HttpServerExchange exchange) {
    return exchange.getRequestScheme().equalsIgnoreCase("https")
        || says(exchange, Headers.X_FORWARDED_PROTO, "https")
        || says(exchange, Headers.FORWARDED, "proto=https")
        || says(exchange, Headers.FORWARDED, "proto=\"https\"");
  }

  private static boolean says(HttpServerExchange exchange, HttpString header, String what) {
    HeaderValues values = exchange.getRequestHeaders().get(header);
    return values != null
        && values.stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(what));
  }

  /** A proxy may have dropped or added the default port. */
  private static String withPort(String authority) {
    return authority.replaceFirst(":(80|443)$", "");
  }
}
