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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tab that adds one now and then, keeps what it is sent, and comes back if its socket ends. It
 * follows the protocol; what the server has of it in the end is its number of events, or is not.
 */
final class GoodTab implements WebSocket.Listener {
  private static final int RETRY_MILLIS = 250;

  /** Told what becomes of its events, and of its sockets. */
  interface Watcher {
    void answered(long sentAtNanos);

    /** It is live; it has wanted to be for so long. */
    void joined(GoodTab tab, long nanos);

    /** A socket has ended that it has not left. */
    void ended(int code, boolean wasLive);
  }

  /** An event that has no answer yet. */
  private record Open(long sentAtNanos, boolean isTimed) {}

  private final String view;
  private final HttpClient http;
  private final URI uri;
  private final ScheduledExecutorService timers;
  private final Watcher watcher;
  private final StringBuilder text = new StringBuilder();
  private final Deque<Open> unanswered = new ArrayDeque<>();
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
  private boolean hasLeft;
  private boolean isOver;
  private long comingSinceNanos = System.nanoTime();

  GoodTab(
      String view, HttpClient http, int port, ScheduledExecutorService timers, Watcher watcher) {
    this.view = view;
    this.http = http;
    this.uri = URI.create("ws://localhost:" + port + "/" + view);
    this.timers = timers;
    this.watcher = watcher;
  }

  void open() {
    synchronized (this) {
      if (isOver) {
        return;
      }
    }
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

  /** Whether its user has left the page, which is not live again. */
  synchronized boolean hasLeft() {
    return hasLeft;
  }

  /** How many of its events the server has not, or has more than once. */
  synchronized long wrong() {
    return Math.abs(made - count);
  }

  /** When those of its events were sent that are timed and have no answer. */
  synchronized Stream<Long> unanswered() {
    return unanswered.stream().filter(Open::isTimed).map(Open::sentAtNanos).toList().stream();
  }

  /** Since when it wants to be live, if it is not. */
  synchronized Stream<Long> unjoined() {
    return isLive ? Stream.empty() : Stream.of(comingSinceNanos);
  }

  synchronized void add(boolean isTimed) {
    made++;
    unanswered.add(new Open(System.nanoTime(), isTimed));
    sendMade();
  }

  /** Leaves, and comes back a moment later; not if it is waiting for something. */
  synchronized boolean leave() {
    if (!isLive || !unanswered.isEmpty()) {
      return false;
    }
    isLive = false;
    hasLeft = true;
    drop();
    comingSinceNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
    openLater();
    return true;
  }

  private void openLater() {
    var unused = timers.schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  synchronized void close() {
    isOver = true;
    isLive = false;
    drop();
  }

  private void drop() {
    WebSocket open = socket;
    socket = null;
    if (open != null) {
      open.abort();
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
    if (isOver) {
      opened.abort();
      return;
    }
    socket = opened;
    sending = CompletableFuture.completedFuture(opened);
    text.setLength(0);
    isAsleep = false;
    ObjectNode join = withHeld(Frames.join(view, attempt++));
    if (whole != null) {
      join.put("fork", false);
    }
    send(join.toString());
    opened.request(1);
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onText(
      WebSocket from, CharSequence data, boolean last) {
    if (isOf(from)) {
      take(data, last);
    }
    from.request(1);
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // what one that was left still says does not matter
  private boolean isOf(WebSocket from) {
    return from == socket;
  }

  private void take(CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      JsonNode frame = Frames.JSON.readTree(text.toString());
      text.setLength(0);
      take(frame);
    }
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
    hasLeft = false;
    count = joined.get("data").get("count").asLong();
    sent = joined.get("seen").asLong();
    // The answers of those that it has seen may have been lost with a socket.
    done(sent);
    sendMade();
    watcher.joined(this, System.nanoTime() - comingSinceNanos);
  }

  private void done(long n) {
    while (n > answered) {
      answered++;
      Open next = unanswered.poll();
      if (next != null && next.isTimed()) {
        watcher.answered(next.sentAtNanos());
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
    ended(closed, code);
    return null;
  }

  @Override
  public void onError(WebSocket broken, Throwable failure) {
    ended(broken, 1006);
  }

  private synchronized void ended(WebSocket one, int code) {
    if (isOf(one)) {
      ended(code);
    }
  }

  private synchronized void ended(int code) {
    boolean wasLive = isLive;
    isLive = false;
    socket = null;
    if (!isOver) {
      comingSinceNanos = wasLive ? System.nanoTime() : comingSinceNanos;
      watcher.ended(code, wasLive);
      openLater();
    }
  }
}
