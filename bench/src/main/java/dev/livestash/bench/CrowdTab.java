package dev.livestash.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/**
 * A tab with a board, and how long it waits: from its connect for its join, then for each event.
 */
@NullMarked
final class CrowdTab {
  private final Supplier<Crowd.Answers> answers;
  private final SwarmClient client;
  private final long startNanos = System.nanoTime();
  private final Map<Long, Long> sentNanos = new HashMap<>();
  private boolean joined;
  private long number;

  /**
   * Connects.
   *
   * @param room for what is read
   * @param answers where waits are added, whatever is counted at that time
   */
  CrowdTab(
      Selector selector, InetSocketAddress server, ByteBuffer room, Supplier<Crowd.Answers> answers)
      throws IOException {
    this.answers = answers;
    String join = Server.join(Optional.empty());
    Swarm.Script script = new Swarm.Script(any -> join, this::answer, 2);
    client = new SwarmClient(selector, server, "/" + Paths.VIEW, script, 0, room);
  }

  private Optional<String> answer(String frame) {
    if (frame.startsWith("{\"t\":\"joined\"")) {
      joined = true;
      answers.get().joins().add(startNanos);
    } else if (frame.startsWith("{\"t\":\"done\"")) {
      Long sent = sentNanos.remove(number(frame));
      if (sent != null) {
        answers.get().events().add(sent);
      }
    }
    return Server.kept(frame);
  }

  private static long number(String done) {
    return Paths.MAPPER.readTree(done).get("n").asLong();
  }

  /** Whether it has joined, and stored its first snapshot. */
  boolean isSettled() {
    return client.isDone();
  }

  void send() throws IOException {
    number++;
    sentNanos.put(number, System.nanoTime());
    client.send(event(Server.QUANTITY, number));
  }

  static String event(String name, long number) {
    return "{\"t\":\"event\",\"n\":%d,\"name\":\"%s\",\"data\":%d,\"age\":0,\"try\":1}"
        .formatted(number, name, number);
  }

  /** Whether it waits for an answer. */
  boolean waits() {
    return !joined || !sentNanos.isEmpty();
  }

  /** Adds what it has waited so far for what it was not answered, and waits for it no longer. */
  void giveUp() {
    if (!joined) {
      answers.get().joins().add(startNanos);
    }
    sentNanos.values().forEach(answers.get().events()::add);
    sentNanos.clear();
  }

  void close() throws IOException {
    client.close();
  }
}
