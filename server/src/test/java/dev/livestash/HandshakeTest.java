package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mounted address answers over HTTP, as PROTOCOL.md says. */
class HandshakeTest {
  private static final String UPGRADE = "Connection: Upgrade\nUpgrade: websocket";
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  private static final String HANDSHAKE = UPGRADE + "\nSec-WebSocket-Version: 13\n" + KEY;
  private static final String EVIL = "\nOrigin: https://evil.example";

  @TempDir Path folder;
  private final List<Integer> refused = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.in(
                folder,
                builder ->
                    builder
                        .listener(
                            new StashListener() {
                              @Override
                              public void refusedHandshake(String view, int status, String quota) {
                                refused.add(status);
                              }
                            })
                        .admit(
                            exchange -> {
                              asked.incrementAndGet();
                              return Admission.anonymous();
                            })
                        .allowOrigin("https://bücher.example:443")
                        .allowOrigin("null")
                        .allowOrigin("file://")
                        .allowOrigin("capacitor://localhost"))
            .mount("counter", new Counter());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** An answer, its header's lines in lower case. */
  private record Answer(int status, List<String> headers, String body) {
    static Answer of(String text) {
      String[] parts = text.split("\r\n\r\n", 2);
      List<String> head = parts[0].lines().toList();
      return new Answer(
          Integer.parseInt(head.get(0).split(" ", -1)[1]),
          head.stream().skip(1).map(line -> line.toLowerCase(Locale.ROOT)).toList(),
          parts[1]);
    }
  }

  private Answer ask(String method, String headers) {
    return Answer.of(exchange(request(method, "localhost:" + server.port(), headers)));
  }

  /** What Undertow itself takes by default is a megabyte, which it holds as long as the socket. */
  @ParameterizedTest
  @CsvSource({"8000, 10, 101", "9000, 10, 414", "10, 30000, 101", "10, 33000, 431"})
  void aHandshakeThatIsTooLargeIsRefused(int queryChars, int cookieChars, int status) {
    String handshake = HANDSHAKE + "\nCookie: a=" + "x".repeat(cookieChars);
    String request =
        request("GET", "localhost:" + server.port(), handshake)
            .replaceFirst("/counter", "/counter?" + "q".repeat(queryChars));
    assertThat(exchange(request)).startsWith("HTTP/1.1 " + status);
    assertThat(refused).isEqualTo(status == 101 ? List.of() : List.of(status));
    assertThat(asked).as("before the application reads any of it").hasValue(status == 101 ? 1 : 0);
  }

  private static String request(String method, String host, String headers) {
    String more = headers.isEmpty() ? "" : "\n" + headers;
    return (method + " /counter HTTP/1.1\nHost: " + host + more + "\n\n").replace("\n", "\r\n");
  }

  /** What comes back until the server closes, or has answered a handshake. */
  private String exchange(String requests) {
    try (Socket socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Origin: https://evil.example",
        "Accept: text/html",
        "Upgrade: h2c\nConnection: Upgrade",
        UPGRADE + "\nSec-WebSocket-Version: 8\n" + KEY,
        UPGRADE + "\nSec-WebSocket-Version: 13",
        "Sec-WebSocket-Version: 13\n" + KEY
      })
  void whatIsNoHandshakeIsTold426(String headers) {
    Answer answer = ask("GET", headers);
    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.headers())
        .contains("upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13")
        .contains("content-type: text/plain; charset=utf-8")
        .noneMatch(line -> line.startsWith("access-control"));
    assertThat(answer.body().lines()).singleElement().asString().contains("WebSocket");
  }

  @Test
  void aHeadIsToldTheSameWithoutBody() {
    Answer get = ask("GET", "");
    Answer head = ask("HEAD", HANDSHAKE + EVIL);
    assertThat(head.status()).isEqualTo(426);
    assertThat(head.body()).isEmpty();
    assertThat(lengthAndUpgrade(head)).isEqualTo(lengthAndUpgrade(get)).hasSize(2);
  }

  private static List<String> lengthAndUpgrade(Answer answer) {
    return answer.headers().stream()
        .filter(line -> line.startsWith("content-length:") || line.startsWith("upgrade:"))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"})
  void anyOtherMethodIsTold405(String method) {
    for (String headers : List.of("Content-Length: 0", HANDSHAKE + EVIL)) {
      Answer answer = ask(method, headers);
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers())
          .contains("allow: get, head")
          .noneMatch(line -> line.startsWith("access-control"));
    }
  }

  @Test
  void theConnectionIsOfUseAfterwards() {
    String one = request("GET", "localhost", "");
    String answers = exchange(one + request("HEAD", "localhost", "") + one);
    assertThat(answers.split("HTTP/1.1 426 ", -1)).hasSize(4);
  }

  @Test
  void aNodeThatDrainsSaysSoToBoth() {
    server.drain(Duration.ofSeconds(1));
    assertThat(Stream.of("", HANDSHAKE).map(headers -> ask("GET", headers).status()))
        .containsExactly(503, 503);
  }

  @ParameterizedTest
  @CsvSource({
    "https://xn--bcher-kva.example, 101",
    "https://XN--BCHER-KVA.example:443, 101",
    "null, 101",
    "file://, 101",
    "capacitor://localhost, 101",
    "http://localhost, 101",
    "http://localhost:80, 101",
    "https://localhost:443, 101",
    "https://LOCALHOST, 101",
    "http://localhost:8080, 403",
    "http://localhost@localhost, 403",
    "http://xn--bcher-kva.example, 403",
    "https://xn--bcher-kva.example:8443, 403",
    "https://xn--bcher-kva.example/, 403",
    "https://xn--bcher-kva.example https://evil.example, 403",
    "https://evil.example, 403",
    "capacitor://localhost2, 403",
    "file:///home, 403",
    "localhost, 403",
    "'', 403",
    "*, 403",
  })
  void aHandshakeIsTakenFromAllowedOriginsAndItsOwnHost(String origin, int status) {
    for (String host : List.of("localhost", "localhost:80", "localhost:443")) {
      String request = request("GET", host, HANDSHAKE + "\nOrigin: " + origin);
      assertThat(Answer.of(exchange(request)).status()).as(host).isEqualTo(status);
    }
  }

  @Test
  void aHandshakeIsOneHoweverItsHeadersAreWritten() {
    String written = HANDSHAKE.replace("Upgrade: websocket", "upgrade: foo, WebSocket");
    assertThat(ask("GET", written).status()).isEqualTo(101);
    assertThat(ask("GET", written + EVIL).status()).isEqualTo(403);
  }
}
