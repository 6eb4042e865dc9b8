package dev.livestash.internal.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a stranger has written into a handshake is not held as long as its socket. */
class HeldRequestTest {
  private final HttpServerExchange exchange = new HttpServerExchange(null);

  @Test
  void nothingIsLeftOfItsAddress() {
    exchange.setRequestURI("/board;a=b/7");
    exchange.setRequestPath("/board/7");
    exchange.setQueryString("c=d");
    exchange.addPathParam("a", "b");
    exchange.addQueryParam("c", "d");
    HeldRequest.letGo(exchange);
    assertThat(exchange.getPathParameters()).isEmpty();
    assertThat(exchange.getQueryParameters()).isEmpty();
    assertThat(exchange.getRequestURI() + exchange.getRequestPath() + exchange.getQueryString())
        .isEmpty();
  }

  @Test
  void nothingIsLeftOfWhatATemplateHasFound() {
    exchange.setRequestURI("/7");
    exchange.putAttachment(
        PathTemplateMatch.ATTACHMENT_KEY, new PathTemplateMatch("/{id}", Map.of("id", "7")));
    exchange.addQueryParam("id", "7");
    HeldRequest.letGo(exchange);
    assertThat(exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY)).isNull();
    assertThat(exchange.getQueryParameters()).isEmpty();
  }

  @Test
  void whatHasGoneInTheHandshakeIsNotLookedForAgain() {
    exchange.setRequestURI("/board;a=b");
    exchange.setQueryString("c=d");
    exchange.addPathParam("a", "b");
    exchange.addQueryParam("c", "d");
    HeldRequest.letGoOfAddress(exchange);
    HeldRequest.letGo(exchange);
    assertThat(exchange.getPathParameters()).isEmpty();
    assertThat(exchange.getQueryParameters()).isEmpty();
  }
}
