package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser's half, as the jar serves it, if it was built. */
class ClientScriptTest {
  private static final Path BUILT = Path.of("../js-client/dist");

  private static boolean isPacked() {
    return ClientScriptTest.class.getResource("/dev/livestash/client/index.js") != null;
  }

  private HttpResponse<byte[]> ask(String path, String method, String... headers)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(isPacked(), "js-client was not built");
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(
                new PathHandler().addPrefixPath("/assets/livestash", LiveStash.clientScript()))
            .build();
    server.start();
    try {
      int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
              .method(method, HttpRequest.BodyPublishers.noBody());
      if (headers.length > 0) {
        request.headers(headers);
      }
      return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    } finally {
      server.stop();
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"livestash.iife.js", "index.js", "index.development.js"})
  void eachIsTheFileThatWasBuilt(String name) throws Exception {
    HttpResponse<byte[]> answer = ask("/assets/livestash/" + name, "GET");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Files.readAllBytes(BUILT.resolve(name)));
    assertThat(header(answer, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void aCopyThatIsTheNewestIsNotSentAgain() throws Exception {
    String etag = header(ask("/assets/livestash/index.js", "GET"), "ETag");
    HttpResponse<byte[]> answer = ask("/assets/livestash/index.js", "GET", "If-None-Match", etag);
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "ETag")).isEqualTo(etag);
    assertThat(
            ask("/assets/livestash/livestash.iife.js", "GET", "If-None-Match", etag).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, index.js, 200",
    "POST, index.js, 405",
    "GET, index.js.map, 404",
    "GET, '', 404",
    "GET, ..%2fLiveStash.class, 404",
  })
  void nothingElseIsThere(String method, String name, int status) throws Exception {
    assertThat(ask("/assets/livestash/" + name, method).statusCode()).isEqualTo(status);
  }

  @Test
  void aJarWithoutItSaysHowToBuildIt() {
    Assumptions.assumeFalse(isPacked(), "js-client was built");
    assertThatThrownBy(LiveStash::clientScript)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("./dev install");
  }
}
