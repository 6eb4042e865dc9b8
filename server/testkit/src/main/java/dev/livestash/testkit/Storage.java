package dev.livestash.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a tab has in its browser's storage: a whole token, a patch, and the events above them. */
final class Storage {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** An event that no stored snapshot contains. */
  static final class Stored {
    final long n;
    final String name;
    final JsonNode data;
    final long atMillis;
    int tries = 1;
    boolean isToBeRefused;

    Stored(long n, String name, JsonNode data, long atMillis) {
      this.n = n;
      this.name = name;
      this.data = data;
      this.atMillis = atMillis;
    }

    String frame(long ageMillis) {
      ObjectNode frame = JSON.createObjectNode().put("t", "event").put("n", n).put("name", name);
      frame.set("data", data);
      return frame.put("age", ageMillis).put("try", tries).toString();
    }
  }

  private @Nullable String token;
  private @Nullable String base;
  private @Nullable String patch;
  private final Deque<Stored> outbox = new ArrayDeque<>();
  private long lastNumber;
  private long attempt;

  /** What a tab holds that has copied another one's storage. */
  Storage copy() {
    Storage copy = new Storage();
    copy.token = token;
    copy.base = base;
    copy.patch = patch;
    copy.outbox.addAll(outbox);
    copy.lastNumber = lastNumber;
    copy.attempt = attempt;
    return copy;
  }

  /**
   * What a tab holds that was frozen.
   *
   * @param base the token's mark; null in a file from when it was not frozen
   */
  static Storage of(String token, @Nullable String base, @Nullable String patch) {
    Storage storage = new Storage();
    storage.token = token;
    storage.base = base;
    storage.patch = patch;
    return storage;
  }

  Optional<String> token() {
    return Optional.ofNullable(token);
  }

  Optional<String> base() {
    return Optional.ofNullable(base);
  }

  Optional<String> patch() {
    return Optional.ofNullable(patch);
  }

  /**
   * Takes an event in, and numbers it.
   *
   * @param atMillis when the user acts, by the world's clock
   */
  Stored add(String name, JsonNode data, long atMillis) {
    Stored event = new Stored(++lastNumber, name, data, atMillis);
    outbox.add(event);
    return event;
  }

  List<Stored> outbox() {
    return List.copyOf(outbox);
  }

  boolean has(long n) {
    return outbox.stream().anyMatch(event -> event.n == n);
  }

  String join(World world, boolean isCopy, long nowMillis) {
    attempt = Math.max(attempt + 1, nowMillis);
    ObjectNode frame = JSON.createObjectNode().put("t", "join").put("view", world.name());
    frame.put("attempt", attempt);
    putTokens(frame);
    frame.set("params", world.params());
    return frame.put("fork", isCopy).toString();
  }

  String wake() {
    ObjectNode frame = JSON.createObjectNode().put("t", "wake");
    putTokens(frame);
    return frame.toString();
  }

  private void putTokens(ObjectNode frame) {
    if (token != null) {
      frame.put("token", token);
    }
    if (patch != null) {
      frame.put("patch", patch);
    }
  }

  /** As rules 1, 2, 10 and 11 of the protocol's "What each side stores" have it. */
  void joined(JsonNode joined, boolean isCopy) {
    long seen = joined.get("seen").asLong();
    boolean isAnother = joined.get("outcome").asString().equals("new") && joined.has("reason");
    if (isAnother) {
      token = null;
      base = null;
      patch = null;
    }
    if (isAnother || isCopy) {
      outbox.clear();
      lastNumber = seen;
    }
    boolean isNumberedAnew =
        joined.get("outcome").asString().equals("forked") && joined.has("reason");
    if (isNumberedAnew) {
      renumber(seen);
    }
    dropTo(seen);
    lastNumber = Math.max(lastNumber, seen);
  }

  private void renumber(long seen) {
    List<Stored> all = List.copyOf(outbox);
    outbox.clear();
    lastNumber = seen;
    all.forEach(
        event -> add(event.name, event.data, event.atMillis).isToBeRefused = event.isToBeRefused);
  }

  private void dropTo(long seen) {
    outbox.removeIf(event -> event.n <= seen);
  }

  /** Stores a snapshot; false if it is a patch against another base. */
  boolean keep(JsonNode keep) {
    String sealed = keep.get("token").asString();
    if (!keep.has("base")) {
      token = sealed;
      base = mark(keep);
      patch = null;
    } else if (isHeld(keep.get("base").asString())) {
      patch = sealed;
    } else {
      return false;
    }
    dropTo(keep.get("seen").asLong());
    return true;
  }

  /** A token whose mark is not known is what the server has been given, so it is the base. */
  private boolean isHeld(String named) {
    if (base == null && token != null) {
      base = named;
    }
    return named.equals(base);
  }

  private static String mark(JsonNode keep) {
    return keep.get("gen").asLong() + "." + keep.get("seq").asLong();
  }
}
