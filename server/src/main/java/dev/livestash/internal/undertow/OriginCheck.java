package dev.livestash.internal.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.URI;
import java.net.URISyntaxException;
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
        || isSameHost(origin, exchange.getHostAndPort());
  }

  /** What the request says whose page it comes from; empty if it says nothing. */
  static String origin(HttpServerExchange exchange) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(Headers.ORIGIN), "");
  }

  private static boolean isSameHost(String origin, String hostAndPort) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && withPort(authority).equalsIgnoreCase(withPort(hostAndPort));
    } catch (URISyntaxException opaque) {
      return false;
    }
  }

  /** A proxy may have dropped or added the default port; the scheme is the proxy's affair too. */
  private static String withPort(String authority) {
    return authority.replaceFirst(":(80|443)$", "");
  }
}
