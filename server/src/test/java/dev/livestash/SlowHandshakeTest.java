package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that takes its time before there is a socket of ours: two of Undertow's settings. */
class SlowHandshakeTest {
  private static final int TIMEOUT_MILLIS = 300;
  private static final int PACE_MILLIS = 20;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String REQUEST =
      "GET /counter HTTP/1.1\r\nHost: localhost\r\nX-Padding: " + "x".repeat(100_000);

  @TempDir Path folder;
  private Undertow undertow;

  @BeforeEach
  void start() {
    LiveStash stash =
        LiveStash.builder().keys(KeyRing.development(folder.resolve("keys.json"))).build();
    undertow =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, TIMEOUT_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, TIMEOUT_MILLIS)
            .setHandler(stash.mount("counter", new Counter()))
            .build();
    undertow.start();
  }

  @AfterEach
  void stop() {
    undertow.stop();
  }

  private int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** How many bytes of a request were taken, one after the other, until the server hung up. */
  private int taken() throws IOException {
    try (Socket socket = new Socket("localhost", port())) {
      socket.setSoTimeout(PACE_MILLIS);
      byte[] request = REQUEST.getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < request.length; i++) {
        try {
          socket.getOutputStream().write(request[i]);
          if (socket.getInputStream().read() < 0) {
            return i;
          }
        } catch (SocketTimeoutException stillOpen) {
          assertThat(socket.isConnected()).isTrue();
        } catch (IOException hungUp) {
          return i;
        }
      }
      return request.length;
    }
  }

  @Test
  void aHandshakeOfAByteAtATimeIsHungUpOn() throws IOException {
    assertThat(taken()).isLessThan(PATIENCE_MILLIS / PACE_MILLIS);
  }

  private void silence() throws IOException {
    try (Socket silent = new Socket("localhost", port())) {
      silent.setSoTimeout(PATIENCE_MILLIS);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** A silent socket is hung up on; a live view, which may be silent for longer, is not. */
  @Test
  void aSocketThatAsksNothingIsHungUpOnAndALiveViewIsNot() throws IOException {
    try (TestTab tab = new TestTab(URI.create("ws://localhost:" + port() + "/counter"))) {
      tab.joinNew("counter");
      silence();
      silence();
      assertThat(tab.send(TestTab.frame("ping")).expect("pong")).isNotNull();
    }
  }

  /** What it is answered, when the server has hung up. */
  private String answered(String request) throws IOException {
    try (Socket socket = new Socket("localhost", port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Nor do Undertow's timeouts end it, for the request has begun. */
  @Test
  void aBodyThatNeverComesIsNotWaitedFor() throws IOException {
    String get = "GET /counter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n";
    assertThat(answered(get + "\r\n")).startsWith("HTTP/1.1 426 ");
    String upgrade = String.join("\r\n", "Upgrade: websocket", "Connection: Upgrade", "");
    String key =
        String.join("\r\n", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: eA==", "", "");
    assertThat(answered(get + upgrade + key)).startsWith("HTTP/1.1 400 ");
  }

  /** The servers that people copy have both. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../README.md",
        "../examples/counter/src/main/java/Counter.java",
        "../examples/poll/src/main/java/Poll.java",
        "../demo/src/main/java/dev/livestash/demo/Demo.java"
      })
  void oursAreSet(String file) throws IOException {
    String text = Files.readString(Path.of(file));
    for (String option : List.of("NO_REQUEST_TIMEOUT", "REQUEST_PARSE_TIMEOUT")) {
      assertThat(text).contains(".setServerOption(UndertowOptions." + option + ", ");
    }
  }
}
