package dev.livestash.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tab's socket without a browser. */
final class RawTab implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;
  private String whole = "";

  RawTab(int port, String path, String... headers) {
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("livestash.v1");
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    socket = builder.buildAsync(URI.create("ws://localhost:" + port + path), this).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      frames.add(JSON.readTree(text.toString()));
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }

  int closeCode() {
    return closed.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Joins with what a tab before it held, if there was one. */
  JsonNode join(String view, long attempt, Map<String, String> held) {
    ObjectNode join =
        JSON.createObjectNode().put("t", "join").put("view", view).put("attempt", attempt);
    held.forEach(join::put);
    join.put("fork", false).putObject("params");
    send(join.toString());
    return await("joined");
  }

  /** Keeps the next snapshot; gives what the tab holds then, a whole token and perhaps a patch. */
  Map<String, String> keep() {
    JsonNode keep = await("keep");
    send(
        JSON.createObjectNode()
            .put("t", "kept")
            .put("gen", keep.get("gen").asLong())
            .put("seq", keep.get("seq").asLong())
            .toString());
    String token = keep.get("token").asString();
    if (keep.has("base")) {
      return Map.of("token", whole, "patch", token);
    }
    whole = token;
    return Map.of("token", token);
  }

  void event(long n, String name) {
    send(
        "{\"t\":\"event\",\"n\":"
            + n
            + ",\"name\":\""
            + name
            + "\",\"data\":null,\"age\":0,\"try\":1}");
  }

  void send(String frame) {
    socket.sendText(frame, true).join();
  }

  JsonNode await(String name) {
    try {
      while (true) {
        JsonNode next = frames.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("%s; closed: %s", name, closed).isNotNull();
        if (next.get("t").asString().equals(name)) {
          return next;
        }
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
