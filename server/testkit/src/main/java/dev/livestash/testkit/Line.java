package dev.livestash.testkit;

import dev.livestash.internal.undertow.InProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** One socket, from its join to its end, and what a tab does with what comes. */
final class Line implements InProcess.Tab {
  /** What does not come in this time does not come. */
  private static final long PATIENCE_SECONDS = 10;

  private static final long LOOK_MILLIS = 100;

  /** How long before the join what waited was taken in, at least: more than a machine dawdles. */
  private static final long WAITED_MILLIS = 1_000;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Storage storage;
  private final InProcess.Socket socket;
  private final BlockingQueue<JsonNode> inbox = new LinkedBlockingQueue<>();
  private final Map<Long, JsonNode> answers = new HashMap<>();
  private final List<Pushed> pushes;
  private final Sightings<?> seen;
  private final TestTime time;
  private final long openedNanos = System.nanoTime();
  private final boolean isCopy;
  private @Nullable JsonNode joined;
  private JsonNode render = MissingNode.getInstance();
  private String closed = "";
  private String unprotected = "";
  private long unprotectedSeen;
  private boolean isAsleep;
  private boolean stores = true;
  private boolean saysKept = true;

  /**
   * Opens it, and joins.
   *
   * @param pushes takes what the page is pushed
   */
  Line(Storage storage, TestNode<?> node, boolean isCopy, List<Pushed> pushes) {
    this.storage = storage;
    this.seen = node.seen();
    this.time = node.world().time();
    this.pushes = pushes;
    this.isCopy = isCopy;
    this.socket = node.open(this);
    socket.frame(storage.join(node.world(), isCopy, time.millis()));
  }

  @Override
  public void frame(String json) {
    inbox.add(JSON.readTree(json));
  }

  @Override
  public void closed(int code, String reason) {
    inbox.add(JSON.createObjectNode().put("t", "closed").put("why", code + ", " + reason));
  }

  /** Takes what has come. */
  void drain() {
    for (JsonNode frame = inbox.poll(); frame != null; frame = inbox.poll()) {
      take(frame);
    }
  }

  /** Takes what comes until something is so. */
  void await(String what, BooleanSupplier isSo) {
    drain();
    while (!isSo.getAsBoolean()) {
      if (!closed.isEmpty()) {
        String why = "The server has closed the socket before " + what + ": " + closed;
        throw seen.takeFaults(why + ". ").orElseGet(() -> new AssertionError(why));
      }
      take(next(what));
      drain();
    }
  }

  private JsonNode next(String what) {
    JsonNode next = poll(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    if (next == null) {
      throw new AssertionError("There was no " + what + " within 10 s.");
    }
    return next;
  }

  private @Nullable JsonNode poll(long millis) {
    try {
      return inbox.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while the tab waited.", interrupted);
    }
  }

  private void take(JsonNode frame) {
    switch (frame.get("t").asString()) {
      case "joined" -> {
        joined = frame;
        render = frame.get("data");
        frame.path("answers").forEach(this::answered);
        storage.joined(frame, isCopy);
      }
      case "done" -> answered(frame);
      case "render" -> render = frame.get("data");
      case "keep" -> keep(frame);
      case "unprotected" -> {
        unprotected = frame.get("why").asString();
        unprotectedSeen = frame.get("seen").asLong();
      }
      case "push" -> pushes.add(new Pushed(frame.get("name").asString(), frame.path("data")));
      case "asleep" -> isAsleep = true;
      case "needed" -> wake();
      case "closed" -> closed = frame.get("why").asString();
      default -> {
        // A sign of life, or a word on when to come back.
      }
    }
  }

  private void answered(JsonNode done) {
    answers.putIfAbsent(done.get("n").asLong(), done);
  }

  private void keep(JsonNode keep) {
    if (!stores) {
      return;
    }
    boolean isStored = storage.keep(keep);
    if (isStored) {
      unprotected = "";
    }
    if (saysKept) {
      ObjectNode answer = JSON.createObjectNode().put("t", isStored ? "kept" : "unkept");
      answer.put("gen", keep.get("gen").asLong()).put("seq", keep.get("seq").asLong());
      socket.frame(isStored ? answer.toString() : answer.put("why", "blocked").toString());
    }
  }

  JsonNode awaitJoined() {
    await("joined", () -> joined != null);
    return joined == null ? MissingNode.getInstance() : joined;
  }

  /** Sends an event, with the state in front of it if the session sleeps. */
  void send(Storage.Stored event) {
    send(event, age(event));
  }

  /**
   * Sends an event that was taken in before the join. The server tells that by its age, and
   * measures the time since the join by a clock that no test moves.
   */
  void sendWaiting(Storage.Stored event) {
    long openMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedNanos);
    // One that was sent before says by its try that it comes again.
    boolean isFirst = event.tries == 1;
    send(event, isFirst ? Math.max(age(event), openMillis + WAITED_MILLIS) : age(event));
  }

  private long age(Storage.Stored event) {
    return time.millis() - event.atMillis;
  }

  private void send(Storage.Stored event, long ageMillis) {
    drain();
    wake();
    socket.frame(event.frame(ageMillis));
  }

  private void wake() {
    if (isAsleep) {
      isAsleep = false;
      socket.frame(storage.wake());
    }
  }

  /** What an event was answered so far. */
  Optional<JsonNode> answer(long n) {
    return Optional.ofNullable(answers.get(n));
  }

  JsonNode awaitAnswer(long n) {
    await("answer to event " + n, () -> answers.containsKey(n));
    return answers.getOrDefault(n, MissingNode.getInstance());
  }

  /** Waits until the event is in a stored snapshot, or nothing can be stored. */
  void awaitKept(long n) {
    await("snapshot of event " + n, () -> !storage.has(n) || isUnprotected(n));
  }

  private boolean isUnprotected(long n) {
    return !unprotected.isEmpty() && unprotectedSeen >= n;
  }

  void awaitAsleep() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    drain();
    while (!isAsleep) {
      // Not heard within a second of a wake.
      socket.frame("{\"t\":\"hidden\"}");
      JsonNode next = poll(LOOK_MILLIS);
      if (next != null) {
        take(next);
      } else if (System.nanoTime() > end) {
        throw new AssertionError("The session did not sleep within 10 s. Does the view allow it?");
      }
    }
  }

  /** From now on, no snapshot comes through to the tab. */
  void storeNothing() {
    stores = false;
  }

  /** From now on, the server does not hear what the tab has stored. */
  void answerNothing() {
    saysKept = false;
  }

  /** Why the newest state is in the server's memory only; empty if it is not. */
  String unprotected() {
    return unprotected;
  }

  JsonNode render() {
    return render;
  }

  void cut() {
    socket.cut();
  }
}
