package dev.livestash.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tab that holds its state, and brings it in front of an event if its session sleeps. */
@NullMarked
final class SleeperTab {
  private final SwarmClient client;
  private @Nullable String token;
  private @Nullable String patch;
  private boolean isAsleep;
  private int sleeps;
  private int keeps;
  private long number;
  private long sentNanos;
  private long waitedNanos;
  private boolean isAnswered = true;
  private OptionalInt shown = OptionalInt.empty();
  private OptionalInt quantity = OptionalInt.empty();

  /**
   * Connects.
   *
   * @param room for what is read
   */
  SleeperTab(Selector selector, InetSocketAddress server, ByteBuffer room) throws IOException {
    String join = Server.join(Optional.empty());
    Swarm.Script script = new Swarm.Script(any -> join, this::answer, 2);
    client = new SwarmClient(selector, server, "/" + Paths.VIEW, script, 0, room);
  }

  private Optional<String> answer(String text) {
    JsonNode frame = Paths.MAPPER.readTree(text);
    switch (frame.get("t").asString()) {
      case "joined", "render" -> shown = hash(frame);
      case "keep" -> keep(frame);
      case "done" -> isDone(frame);
      case "asleep" -> {
        isAsleep = true;
        sleeps++;
      }
      case "needed" -> {
        return wake();
      }
      default -> {
        // Nothing to do about it.
      }
    }
    return Server.kept(text);
  }

  private static OptionalInt hash(JsonNode frame) {
    return OptionalInt.of(frame.get("data").get(SleeperServer.HASH).asInt());
  }

  private void keep(JsonNode frame) {
    keeps++;
    if (frame.has("base")) {
      patch = frame.get("token").asString();
    } else {
      token = frame.get("token").asString();
      patch = null;
    }
  }

  private void isDone(JsonNode frame) {
    if (frame.get("n").asLong() == number) {
      waitedNanos = System.nanoTime() - sentNanos;
      isAnswered = true;
    }
  }

  /** What the session needs, if it sleeps. */
  private Optional<String> wake() {
    if (!isAsleep) {
      return Optional.empty();
    }
    isAsleep = false;
    ObjectNode wake = Paths.MAPPER.createObjectNode().put("t", "wake").put("token", token);
    if (patch != null) {
      wake.put("patch", patch);
    }
    return Optional.of(wake.toString());
  }

  /** Sends an event that makes a quantity so much. */
  void send(int quantity) throws IOException {
    number++;
    this.quantity = OptionalInt.of(quantity);
    isAnswered = false;
    sentNanos = System.nanoTime();
    Optional<String> wake = wake();
    if (wake.isPresent()) {
      client.send(wake.get());
    }
    client.send(
        "{\"t\":\"event\",\"n\":%d,\"name\":\"%s\",\"data\":%d,\"age\":0,\"try\":1}"
            .formatted(number, Server.QUANTITY, quantity));
  }

  /** Whether its first snapshot is stored. */
  boolean isSettled() {
    return keeps > 0;
  }

  boolean isAsleep() {
    return isAsleep;
  }

  /** How often it was told that its session sleeps. */
  int sleeps() {
    return sleeps;
  }

  boolean isAnswered() {
    return isAnswered;
  }

  /** Whether the last event is answered, and the snapshot after it has come. */
  boolean isKept() {
    return isAnswered && keeps > number;
  }

  long waitedNanos() {
    return waitedNanos;
  }

  /** What its last event has made of a quantity, if there was one. */
  OptionalInt quantity() {
    return quantity;
  }

  /** The hash of the state that is shown. */
  OptionalInt shown() {
    return shown;
  }

  void close() throws IOException {
    client.close();
  }
}
