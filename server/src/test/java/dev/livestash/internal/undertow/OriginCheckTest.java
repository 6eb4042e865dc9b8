package dev.livestash.internal.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which page belongs to this site: the scheme counts. */
class OriginCheckTest {
  private static boolean allows(String scheme, String origin, String header, String value) {
    HttpServerExchange exchange = new HttpServerExchange(null);
    exchange.setRequestScheme(scheme);
    exchange.getRequestHeaders().put(Headers.HOST, "app.example").put(Headers.ORIGIN, origin);
    if (!header.isEmpty()) {
      exchange.getRequestHeaders().put(new HttpString(header), value);
    }
    return new OriginCheck(Set.of(Origin.of("http://ok.example"))).allows(exchange);
  }

  @ParameterizedTest
  @CsvSource({
    // What the page has, what this server has, and whether it may.
    "http://app.example, http, true",
    "https://app.example, http, true",
    "https://app.example, https, true",
    "http://app.example, https, false",
    "HTTP://APP.EXAMPLE, https, false",
    "http://app.example:80, https, false",
    "ftp://app.example, http, false",
    "ws://app.example, http, false",
    "capacitor://app.example, http, false",
    "//app.example, http, false",
    "http://ok.example, https, true",
    "https://ok.example, https, false",
  })
  void aPageOfHttpMayNotConnectToASiteOfHttps(String origin, String scheme, boolean may) {
    assertThat(allows(scheme, origin, "", "")).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto, https, false",
    "X-Forwarded-Proto, HTTPS, false",
    "X-Forwarded-Proto, 'http, https', false",
    "Forwarded, for=1.2.3.4;proto=https;host=x, false",
    "Forwarded, 'for=1.2.3.4;proto=\"https\"', false",
    "X-Forwarded-Proto, http, true",
    "Forwarded, for=1.2.3.4, true",
  })
  void norThroughAProxyThatSaysSo(String header, String value, boolean may) {
    assertThat(allows("http", "http://app.example", header, value)).isEqualTo(may);
    assertThat(allows("http", "https://app.example", header, value)).isTrue();
  }
}
