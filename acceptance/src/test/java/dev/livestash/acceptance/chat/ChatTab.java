package dev.livestash.acceptance.chat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tab as PROTOCOL.md has it: it stores what it is sent, and sends again what no snapshot has. */
final class ChatTab implements WebSocket.Listener {
  /**
   * That it has come back.
   *
   * @param held the tokens of the state that it brought
   * @param heard what it was shown then
   */
  record Return(List<String> held, List<String> heard) {}

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int AGAIN_MS = 200;

  private final HttpClient client;
  private final int number;
  private final IntSupplier port;
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;
  private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
  private boolean isLive;
  private String base = "";
  private @Nullable String patch;
  private long attempt;
  private long last;
  private long stored;
  private JsonNode shown = JSON.createObjectNode();
  private String outcomes = "";
  private final List<Return> returns = new ArrayList<>();

  /**
   * One that is connected.
   *
   * @param port where to, at each try
   */
  ChatTab(HttpClient client, int number, IntSupplier port) {
    this.client = client;
    this.number = number;
    this.port = port;
    connect();
  }

  private void connect() {
    var unused =
        client
            .newWebSocketBuilder()
            .subprotocols("livestash.v1")
            .buildAsync(URI.create("ws://localhost:" + port.getAsInt() + "/chat"), this)
            .exceptionally(
                failure -> {
                  later();
                  return null;
                });
  }

  private void later() {
    CompletableFuture.delayedExecutor(AGAIN_MS, TimeUnit.MILLISECONDS).execute(this::connect);
  }

  @Override
  public synchronized void onOpen(WebSocket opened) {
    socket = opened;
    sending = CompletableFuture.completedFuture(null);
    partial.setLength(0);
    ObjectNode join = frame("join").put("view", "chat").put("attempt", ++attempt);
    if (!base.isEmpty()) {
      join.put("token", base).put("fork", false);
      if (patch != null) {
        join.put("patch", patch);
      }
    }
    join.putObject("params");
    send(join);
    opened.request(1);
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onText(
      WebSocket from, CharSequence data, boolean isLast) {
    partial.append(data);
    if (isLast) {
      JsonNode frame = JSON.readTree(partial.toString());
      partial.setLength(0);
      take(frame);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    isLost(from);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    isLost(from);
  }

  private synchronized void isLost(WebSocket from) {
    if (from.equals(socket)) {
      socket = null;
      isLive = false;
      later();
    }
  }

  private static ObjectNode frame(String name) {
    return JSON.createObjectNode().put("t", name);
  }

  private void send(JsonNode frame) {
    WebSocket to = socket;
    if (to != null) {
      String text = frame.toString();
      sending =
          sending
              .thenCompose(done -> to.sendText(text, true))
              .<Void>thenApply(done -> null)
              .exceptionally(lost -> null);
    }
  }

  private void take(JsonNode frame) {
    switch (frame.get("t").asString()) {
      case "joined" -> {
        isLive = true;
        shown = frame.get("data");
        outcomes += frame.get("outcome").asString() + " ";
        if (!base.isEmpty()) {
          returns.add(new Return(held(), heard()));
        }
        for (long n = frame.get("seen").asLong() + 1; n <= last; n++) {
          send(event(n));
        }
      }
      case "render" -> shown = frame.get("data");
      case "keep" -> {
        keep(frame);
        send(frame("kept").set("gen", frame.get("gen")).set("seq", frame.get("seq")));
      }
      default -> {}
    }
  }

  private List<String> held() {
    return patch == null ? List.of(base) : List.of(base, patch);
  }

  private void keep(JsonNode frame) {
    stored = frame.get("seen").asLong();
    if (frame.has("base")) {
      patch = frame.get("token").asString();
    } else {
      base = frame.get("token").asString();
      patch = null;
    }
  }

  private ObjectNode event(long n) {
    return frame("event")
        .put("n", n)
        .put("name", "say")
        .put("data", number)
        .put("age", 0)
        .put("try", 1);
  }

  /** Says something, now or when it is live. */
  synchronized void say() {
    last++;
    if (isLive) {
      send(event(last));
    }
  }

  /** Whether it is live, and all that it has said is in a state that it holds. */
  synchronized boolean isCalm() {
    return isLive && !base.isEmpty() && stored == last;
  }

  synchronized int said() {
    return shown.path("said").asInt(-1);
  }

  synchronized List<String> heard() {
    return shown.path("heard").valueStream().map(JsonNode::asString).toList();
  }

  /** With what it came back, each time. */
  synchronized List<Return> returns() {
    return List.copyOf(returns);
  }

  /** How it came back, each time. */
  synchronized String outcomes() {
    return outcomes;
  }
}
