package dev.livestash.internal.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.handlers.ProxyPeerAddressHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose address it is where another handler has believed the header before. */
class ClientAddressTest {
  private static final String LOOPBACK = "127.0.0.1";

  private static String address(Set<String> trusted, String forwarded) throws Exception {
    ClientAddress addresses = new ClientAddress(trusted);
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(0, LOOPBACK)
            .setHandler(
                new ProxyPeerAddressHandler(
                    exchange -> exchange.getResponseSender().send(addresses.of(exchange))))
            .build();
    undertow.start();
    try {
      var own = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + own.getPort()))
              .header("X-Forwarded-For", forwarded)
              .build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } finally {
      undertow.stop();
    }
  }

  @Test
  void whatAnybodyCanWriteIsNotBelieved() throws Exception {
    assertThat(address(Set.of(), "203.0.113.7")).isEqualTo(LOOPBACK);
  }

  @Test
  void whatATrustedProxyHasAddedIs() throws Exception {
    assertThat(address(Set.of(LOOPBACK), "198.51.100.1, 203.0.113.7")).isEqualTo("203.0.113.7");
  }
}
