package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tab's socket, frame by frame: what PROTOCOL.md says, without the browser. */
public final class TestTab implements AutoCloseable, WebSocket.Listener {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile String closeReason = "";
  private String wholeToken = "";

  /** Not known of a token that it has brought. */
  private Optional<String> wholeName = Optional.empty();

  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  public TestTab(URI uri) {
    this(uri, Optional.of("livestash.v1"), Optional.empty());
  }

  public TestTab(URI uri, Optional<String> subprotocol, Optional<String> origin) {
    this(uri, subprotocol, origin.map(value -> Map.of("Origin", value)).orElse(Map.of()));
  }

  public TestTab(URI uri, Optional<String> subprotocol, Map<String, String> headers) {
    this(HttpClient.newHttpClient(), uri, subprotocol, headers);
  }

  /** One of many, over one client. */
  public TestTab(HttpClient client, URI uri) {
    this(client, uri, Optional.of("livestash.v1"), Map.of());
  }

  private TestTab(
      HttpClient client, URI uri, Optional<String> subprotocol, Map<String, String> headers) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    subprotocol.ifPresent(builder::subprotocols);
    headers.forEach(builder::header);
    socket = builder.buildAsync(uri, this).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(held((ObjectNode) JSON.readTree(partial.toString())));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  /**
   * What a tab holds after a keep is a whole token, and perhaps a patch: both are put into the
   * frame.
   */
  private ObjectNode held(ObjectNode frame) {
    if (frame.get("t").asString().equals("keep")) {
      if (frame.has("base")) {
        assertThat(frame.get("base").asString())
            .isEqualTo(wholeName.orElse(frame.get("base").asString()));
        frame.put("patch", frame.get("token").asString()).put("token", wholeToken);
      } else {
        wholeToken = frame.get("token").asString();
        wholeName = Optional.of(frame.get("gen").asLong() + "." + frame.get("seq").asLong());
      }
    }
    return frame;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeReason = reason;
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }

  public static ObjectNode join(String view, long attempt, @Nullable String token) {
    ObjectNode join = frame("join").put("view", view).put("attempt", attempt);
    join.putObject("params");
    if (token != null) {
      join.put("token", token);
    }
    return join;
  }

  /** A join with what the tab holds after a keep. */
  public static ObjectNode join(String view, long attempt, JsonNode keep) {
    ObjectNode join = join(view, attempt, keep.get("token").asString());
    if (keep.has("patch")) {
      join.put("patch", keep.get("patch").asString());
    }
    return join;
  }

  /** A join of a tab that knows that it is no copy. */
  public static ObjectNode sure(String view, long attempt, JsonNode keep) {
    return join(view, attempt, keep).put("fork", false);
  }

  public static ObjectNode newJoin(String view) {
    return join(view, 1, (String) null);
  }

  public static ObjectNode event(long n, String name, @Nullable Object data) {
    ObjectNode event = frame("event").put("n", n).put("name", name).put("age", 0).put("try", 1);
    event.set("data", JSON.valueToTree(data));
    return event;
  }

  public static ObjectNode kept(JsonNode keep) {
    return frame("kept").put("gen", keep.get("gen").asLong()).put("seq", keep.get("seq").asLong());
  }

  /** Brings back what the tab holds after a keep. */
  public static ObjectNode wake(JsonNode keep) {
    ObjectNode wake = frame("wake").put("token", keep.get("token").asString());
    return keep.has("patch") ? wake.put("patch", keep.get("patch").asString()) : wake;
  }

  /** How a tab came back. */
  public static String outcome(JsonNode joined) {
    return joined.get("outcome").asString();
  }

  public static ObjectNode frame(String name) {
    return JSON.createObjectNode().put("t", name);
  }

  public TestTab send(JsonNode frame) {
    if (frame.has("token")) {
      wholeToken = frame.get("token").asString();
    }
    return sendText(frame.toString());
  }

  public TestTab sendText(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** Joins as a new tab, and acknowledges the first snapshot. */
  public JsonNode joinNew(String view) {
    send(newJoin(view)).expect("joined");
    JsonNode keep = expect("keep");
    send(kept(keep));
    return keep;
  }

  /** Sends an event, and acknowledges the snapshot that comes of it. */
  public JsonNode sendAndKeep(JsonNode event) {
    JsonNode keep = send(event).last("keep");
    send(kept(keep));
    return keep;
  }

  /** Without waiting until it is sent. */
  public void sendAtOnce(JsonNode frame) {
    var unused = socket.sendText(frame.toString(), true);
  }

  /** To a server that may close this socket for what was sent before. */
  public TestTab sendUnlessClosed(JsonNode frame) {
    socket.sendText(frame.toString(), true).exceptionally(closed -> socket).join();
    return this;
  }

  /** As a message of many frames. */
  public TestTab sendInParts(String text, int partLength) {
    for (int from = 0; from < text.length(); from += partLength) {
      int to = Math.min(text.length(), from + partLength);
      socket.sendText(text.substring(from, to), to == text.length()).join();
    }
    return this;
  }

  /** A piece of a message, and no more for a while, as on a slow line. */
  public void sendPart(String text, int thenMillis) {
    var slow = CompletableFuture.delayedExecutor(thenMillis, TimeUnit.MILLISECONDS);
    socket.sendText(text, false).join();
    CompletableFuture.runAsync(() -> {}, slow).join();
  }

  public TestTab sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    return this;
  }

  /** The next frame, which must be of this name. */
  public JsonNode expect(String name) {
    JsonNode next = next();
    assertThat(next.get("t").asString()).as(next.toString()).isEqualTo(name);
    return next;
  }

  public JsonNode next() {
    try {
      JsonNode next = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("a frame within %s s; closed: %s", PATIENCE_SECONDS, closed).isNotNull();
      return next;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The next frame; empty if the server closes instead. */
  public Optional<JsonNode> nextUnlessClosed() {
    try {
      for (int tenths = 0; tenths < 10 * PATIENCE_SECONDS; tenths++) {
        JsonNode next = frames.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          return Optional.of(next);
        }
        if (closed.isDone()) {
          return Optional.empty();
        }
      }
      throw new AssertionError("Neither a frame nor a close");
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The frames up to and including the next one of this name. */
  public List<JsonNode> until(String name) {
    List<JsonNode> seen = new ArrayList<>();
    do {
      seen.add(next());
    } while (!seen.get(seen.size() - 1).get("t").asString().equals(name));
    return seen;
  }

  /** The names of the frames that came and were not asked for. */
  public List<String> received() {
    return frames.stream().map(frame -> frame.get("t").asString()).toList();
  }

  public JsonNode last(String name) {
    List<JsonNode> seen = until(name);
    return seen.get(seen.size() - 1);
  }

  /** Whether the server's close has come. */
  public boolean isClosed() {
    return closed.isDone();
  }

  public int closeCode() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Why the server has closed it. */
  public String closeReason() {
    closeCode();
    return closeReason;
  }

  /** Says goodbye by a code of its own. */
  void closeWith(int code) {
    socket.sendClose(code, "").join();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
