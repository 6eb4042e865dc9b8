package dev.livestash.acceptance.proxies;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a deployment asks a new node before it stops the next one: to take a tab, and to take it
 * back. It loads the classes that are needed for that, which no tab has to wait for then.
 */
final class Smoke {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long PATIENCE_SECONDS = 60;

  private Smoke() {}

  /** Visits a node twice. */
  static void at(int port) {
    URI live = URI.create("ws://localhost:" + port + "/live");
    String token = new Visit(live, join()).token();
    new Visit(live, join().put("token", token).put("fork", true)).token();
  }

  private static ObjectNode join() {
    ObjectNode join = JSON.createObjectNode().put("t", "join").put("view", "sheet");
    join.put("attempt", 1).putObject("params");
    return join;
  }

  /** A socket until its tab has been given a token. */
  private static final class Visit implements WebSocket.Listener {
    private final CompletableFuture<String> token = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    Visit(URI live, ObjectNode join) {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .subprotocols("livestash.v1")
              .buildAsync(live, this)
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join();
      socket.sendText(join.toString(), true).join();
    }

    String token() {
      String given = token.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      socket.abort();
      return given;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        JsonNode frame = JSON.readTree(partial.toString());
        partial.setLength(0);
        if (frame.get("t").asString().equals("keep")) {
          token.complete(frame.get("token").asString());
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      token.completeExceptionally(new IllegalStateException("closed with " + code + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      token.completeExceptionally(error);
    }
  }
}
