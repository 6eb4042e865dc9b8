package dev.livestash.acceptance.keystroke;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Chrome DevTools Protocol of one tab. Playwright, which speaks it too, has each tab report
 * each message of its sockets, on the very thread that is measured.
 */
final class Devtools implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long PATIENCE_SECONDS = 300;

  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private int id;

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      parts.append(data);
      if (isLast) {
        JsonNode message = JSON.readTree(parts.toString());
        parts.setLength(0);
        if (message.has("id")) {
          answers.add(message);
        }
      }
      from.request(1);
      return null;
    }
  }

  Devtools(HttpClient client, String address) {
    socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Listener()).join();
  }

  /** Commands are given one after the other. */
  JsonNode send(String method, Map<String, Object> parameters) throws InterruptedException {
    id++;
    Map<String, Object> command = Map.of("id", id, "method", method, "params", parameters);
    socket.sendText(JSON.writeValueAsString(command), true).join();
    JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null || answer.path("id").asInt() != id || !answer.has("result")) {
      throw new IllegalStateException(method + ": " + answer);
    }
    return answer.get("result");
  }

  /** The value of an expression, or of its promise. */
  JsonNode evaluate(String expression) throws InterruptedException {
    JsonNode result =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result);
    }
    return result.path("result").path("value");
  }

  @Override
  public void close() {
    socket.abort();
  }
}
