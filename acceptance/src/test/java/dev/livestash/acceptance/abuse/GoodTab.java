package dev.livestash.acceptance.abuse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tab that adds one now and then, keeps what it is sent, and comes back if its socket ends. It
 * follows the protocol; what the server has of it in the end is its number of events, or is not.
 */
final class GoodTab implements WebSocket.Listener {
  private static final int RETRY_MILLIS = 250;

  /** Told what becomes of its events. */
  interface Watcher {
    void answered(long nanos);

    void closed(int code);
  }

  private final HttpClient http;
  private final URI uri;
  private final ScheduledExecutorService timers;
  private final Watcher watcher;
  private final StringBuilder text = new StringBuilder();
  private final Deque<Long> sentAtNanos = new ArrayDeque<>();
  private @Nullable WebSocket socket;
  private CompletableFuture<WebSocket> sending = new CompletableFuture<>();
  private @Nullable ObjectNode whole;
  private @Nullable String patch;
  private long attempt = 1;
  private long made;
  private long sent;
  private long answered;
  private long count;
  private boolean isLive;
  private boolean isAsleep;
  private boolean isOver;

  GoodTab(HttpClient http, int port, ScheduledExecutorService timers, Watcher watcher) {
    this.http = http;
    this.uri = URI.create("ws://localhost:" + port + "/board");
    this.timers = timers;
    this.watcher = watcher;
  }

  void open() {
    var unused =
        http.newWebSocketBuilder()
            .subprotocols("livestash.v1")
            .buildAsync(uri, this)
            .whenComplete(
                (opened, failure) -> {
                  if (failure != null) {
                    ended(1006);
                  }
                });
  }

  synchronized boolean isLive() {
    return isLive;
  }

  /** How many of its events the server has not, or has more than once. */
  synchronized long wrong() {
    return Math.abs(made - count);
  }

  synchronized void add() {
    made++;
    sentAtNanos.add(System.nanoTime());
    sendMade();
  }

  synchronized void close() {
    isOver = true;
    if (socket != null) {
      socket.abort();
    }
  }

  private void sendMade() {
    while (isLive && sent < made) {
      wake();
      sent++;
      send(Frames.event(sent, "add", 1, 1));
    }
  }

  /** Brings the server the state that it has left to this tab. */
  private void wake() {
    if (isAsleep) {
      isAsleep = false;
      send(withHeld(Frames.wake()).toString());
    }
  }

  private ObjectNode withHeld(ObjectNode frame) {
    Optional.ofNullable(whole).ifPresent(keep -> frame.put("token", keep.get("token").asString()));
    Optional.ofNullable(patch).ifPresent(newest -> frame.put("patch", newest));
    return frame;
  }

  /** The JDK takes no frame before the one before it is sent. */
  private void send(String frame) {
    WebSocket open = socket;
    if (open != null) {
      sending = sending.thenCompose(before -> open.sendText(frame, true));
    }
  }

  @Override
  public synchronized void onOpen(WebSocket opened) {
    socket = opened;
    sending = CompletableFuture.completedFuture(opened);
    text.setLength(0);
    isAsleep = false;
    ObjectNode join = withHeld(Frames.join(attempt++));
    if (whole != null) {
      join.put("fork", false);
    }
    send(join.toString());
    opened.request(1);
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onText(
      WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      JsonNode frame = Frames.JSON.readTree(text.toString());
      text.setLength(0);
      take(frame);
    }
    from.request(1);
    return null;
  }

  private void take(JsonNode frame) {
    switch (frame.get("t").asString()) {
      case "joined" -> joined(frame);
      case "render" -> count = frame.get("data").get("count").asLong();
      case "done" -> done(frame.get("n").asLong());
      case "keep" -> keep((ObjectNode) frame);
      case "asleep" -> isAsleep = true;
      case "needed" -> wake();
      default -> {}
    }
  }

  private void joined(JsonNode joined) {
    isLive = true;
    count = joined.get("data").get("count").asLong();
    sent = joined.get("seen").asLong();
    sendMade();
  }

  private void done(long n) {
    if (n > answered) {
      answered = n;
      Long since = sentAtNanos.poll();
      if (since != null) {
        watcher.answered(System.nanoTime() - since);
      }
    }
  }

  private void keep(ObjectNode keep) {
    if (keep.has("base")) {
      patch = keep.get("token").asString();
    } else {
      whole = keep;
      patch = null;
    }
    send(Frames.kept(keep));
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket closed, int code, String reason) {
    ended(code);
    return null;
  }

  @Override
  public void onError(WebSocket broken, Throwable failure) {
    ended(1006);
  }

  private synchronized void ended(int code) {
    isLive = false;
    socket = null;
    if (!isOver) {
      watcher.closed(code);
      var unused = timers.schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
