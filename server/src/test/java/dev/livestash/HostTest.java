package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name of somebody else that leads here, as after DNS rebinding: its pages are of that name. */
class HostTest {
  @TempDir Path folder;

  /** The status that a page of a name gets for its handshake. */
  private int status(UnaryOperator<HttpHandler> around, String host, String cookie) {
    LiveStash stash =
        LiveStash.builder()
            .keys(KeyRing.development(folder.resolve("keys.json")))
            .binding(HostTest::session)
            .build();
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(around.apply(stash.mount("counter", new Counter())))
            .build();
    undertow.start();
    try {
      return handshake(undertow, host, cookie);
    } finally {
      undertow.stop();
    }
  }

  private static String session(HttpServerExchange exchange) {
    Cookie session = exchange.getRequestCookie("session");
    return session == null ? "" : session.getValue();
  }

  private static int handshake(Undertow undertow, String host, String cookie) {
    int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    String request =
        String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: " + host,
            "Origin: http://" + host,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            cookie,
            "");
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
      return Integer.parseInt(new String(start, StandardCharsets.US_ASCII).split(" ", -1)[1]);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void aNameThatIsNotOursHasNoBindingAndGetsNoSocket() {
    assertThat(status(handler -> handler, "app.example", "Cookie: session=alice")).isEqualTo(101);
    // The browser has the user's cookie for app.example only.
    assertThat(status(handler -> handler, "evil.example", "Accept: */*")).isEqualTo(401);
  }

  @Test
  void behindAVirtualHostItGetsNothing() {
    UnaryOperator<HttpHandler> ours =
        handler -> Handlers.virtualHost().addHost("app.example", handler);
    assertThat(status(ours, "app.example", "Cookie: session=alice")).isEqualTo(101);
    assertThat(status(ours, "evil.example", "Cookie: session=alice")).isEqualTo(404);
  }
}
