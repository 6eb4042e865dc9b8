package dev.livestash.testkit;

import dev.livestash.view.Arrival;
import dev.livestash.view.Outcome;
import dev.livestash.view.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * A tab with a view, on the real engine and without a socket: it sends events, and its server can
 * be lost at any point.
 *
 * <pre>{@code
 * TestTab<Cart> tab = TestTab.of(new CartView());
 * tab.send("add", new Add("apple"));
 * tab.crash();
 * assertEquals(List.of("apple"), tab.state().items());
 * }</pre>
 *
 * <p>Without being asked it looks at each state whether it comes back from its token as it was, and
 * at each event whether its handler, run once more on the state of before, comes to the same, as a
 * server has to when it is given the event again after a crash. So each handler runs twice; what
 * the second run does to its event and context goes nowhere, what it does elsewhere happens, as it
 * does after a crash.
 *
 * <p>What is not as it should be is an {@link AssertionError} that says where and why; misuse is an
 * {@link IllegalStateException}. Events are handled before {@link #send} returns, on the calling
 * thread. For use by one thread; a view's own threads may call {@code update}.
 *
 * @param <S> the view's state
 */
public final class TestTab<S> implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();

  private final View<S> view;
  private final Storage storage;
  private TestNode<S> node;
  private @Nullable Line line;
  private String sid = "";

  TestTab(View<S> view, TestNode<S> node, Storage storage) {
    this.view = view;
    this.node = node;
    this.storage = storage;
  }

  /**
   * Opens a tab with a view.
   *
   * @param <S> the view's state
   * @param view the view under test
   * @return the tab, which has joined
   * @throws IllegalArgumentException if the view cannot be mounted: why, and what to do
   */
  public static <S> TestTab<S> of(View<S> view) {
    return builder(view).open();
  }

  /**
   * Starts to configure a tab: the server's settings, the user, the page's parameters.
   *
   * @param <S> the view's state
   * @param view the view under test
   * @return a builder
   */
  public static <S> TestTabBuilder<S> builder(View<S> view) {
    return new TestTabBuilder<>(view);
  }

  /**
   * Opens a tab with a token that was {@linkplain #freeze frozen}, at the time when it was.
   *
   * @param <S> the view's state
   * @param view the view as it is now
   * @param file the frozen token
   * @return the tab, whose state is restored
   * @throws AssertionError if it is not
   */
  public static <S> TestTab<S> thaw(View<S> view, Path file) {
    return builder(view).thaw(file);
  }

  // --- events

  /**
   * Sends an event, and waits until it is handled and its state is kept.
   *
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return what the handler has replied; a missing node if nothing
   * @throws AssertionError if it was refused, or its handler is not deterministic, or its state
   *     does not come back
   */
  public JsonNode send(String name, @Nullable Object data) {
    Storage.Stored event = sent(name, data);
    return accepted(event, live().awaitAnswer(event.n));
  }

  /**
   * Sends an event without data.
   *
   * @param name the event's name
   * @return as {@link #send(String, Object)}
   */
  public JsonNode send(String name) {
    return send(name, null);
  }

  /**
   * Sends an event that is expected to be refused.
   *
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return how it was
   * @throws AssertionError if it was not refused
   */
  public Refusal refused(String name, @Nullable Object data) {
    Storage.Stored event = sent(name, data);
    JsonNode answer = live().awaitAnswer(event.n);
    if (!answer.has("error")) {
      throw new AssertionError("The event '" + name + "' was not refused; its state: " + state());
    }
    return new Refusal(answer.get("error").asString(), node.seen().failure(key(event)));
  }

  /**
   * Takes in an event while there is no server: it is sent when the tab {@linkplain #connect comes
   * back}.
   *
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return this
   * @throws IllegalStateException if the tab is connected
   */
  public TestTab<S> queue(String name, @Nullable Object data) {
    if (line != null) {
      throw new IllegalStateException("The tab is connected: call kill() or disconnect() before.");
    }
    storage.add(name, json(data));
    return this;
  }

  /**
   * Sends an event whose server is lost on the event's way, and comes back to another one.
   *
   * @param point where it is lost
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return this, with the event in its state
   * @throws AssertionError if the state is not restored
   */
  public TestTab<S> sendAndCrash(CrashPoint point, String name, @Nullable Object data) {
    Line doomed = live();
    Storage.Stored event = storage.add(name, json(data));
    if (point != CrashPoint.BEFORE_HANDLED) {
      lose(doomed, point, event);
      event.tries++;
    }
    kill();
    restored(connect());
    return this;
  }

  private static void lose(Line doomed, CrashPoint point, Storage.Stored event) {
    if (point == CrashPoint.AFTER_KEPT) {
      doomed.answerNothing();
    } else {
      doomed.storeNothing();
    }
    doomed.send(event);
    if (point != CrashPoint.BEFORE_ANSWERED) {
      doomed.drain();
    }
  }

  /**
   * Sends an event as {@link #send(String, Object)} does, after it was sent by copies of this tab
   * whose servers crash at each {@link CrashPoint}: all have to come to the same state. Not for
   * nodes that share a fence or a store.
   *
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return as {@link #send(String, Object)}
   * @throws AssertionError if a state differs: at which point, and where
   */
  public JsonNode sendThroughCrashes(String name, @Nullable Object data) {
    live().drain();
    Storage before = storage.copy();
    JsonNode reply = send(name, data);
    Set<CrashPoint> points = EnumSet.allOf(CrashPoint.class);
    for (CrashPoint point : points) {
      try (TestTab<S> copy = new TestTab<>(view, another(), before.copy())) {
        copy.restored(copy.connect());
        copy.sendAndCrash(point, name, data);
        same(
            state(),
            copy.state(),
            "A crash " + point + " of '" + name + "' leads to another state");
      }
    }
    return reply;
  }

  private Storage.Stored sent(String name, @Nullable Object data) {
    Line to = live();
    Storage.Stored event = storage.add(name, json(data));
    to.send(event);
    to.awaitAnswer(event.n);
    to.awaitKept(event.n);
    checkFaults("After '" + name + "': ");
    return event;
  }

  private JsonNode accepted(Storage.Stored event, JsonNode answer) {
    if (answer.has("error")) {
      Optional<Throwable> cause = node.seen().failure(key(event));
      String why = cause.map(Throwable::toString).orElseGet(() -> node.seen().refusal(key(event)));
      throw new AssertionError(
          "The event '"
              + event.name
              + "' was refused, "
              + answer.get("error").asString()
              + ": "
              + why,
          cause.orElse(null));
    }
    return answer.path("reply");
  }

  private String key(Storage.Stored event) {
    return sid + "/" + event.n;
  }

  private static JsonNode json(@Nullable Object data) {
    return data == null ? NullNode.getInstance() : JSON.valueToTree(data);
  }

  // --- what is seen

  /**
   * The state that the tab shows.
   *
   * @return the newest that was rendered
   */
  public S state() {
    drained();
    return node.seen().state(sid).orElseThrow(() -> new IllegalStateException("It has not joined"));
  }

  /**
   * What the page was given to show.
   *
   * @return the newest render
   */
  public JsonNode render() {
    return drained().render();
  }

  /**
   * How the state came here, at the latest attach.
   *
   * @return the arrival
   */
  public Arrival arrival() {
    drained();
    return node.seen()
        .arrival(sid)
        .orElseThrow(() -> new IllegalStateException("It has not joined"));
  }

  private Line drained() {
    Line now = live();
    now.drain();
    checkFaults("");
    return now;
  }

  // --- servers that go

  /**
   * Loses the server, with all its memory, and comes back to another one: the state must be
   * restored as it was.
   *
   * @return this
   * @throws AssertionError if it is not: where it differs, or why it was not restored
   */
  public TestTab<S> crash() {
    return kill().backAsBefore();
  }

  /**
   * Leaves a server that goes on without the tab, and comes to another node.
   *
   * @return this
   * @throws AssertionError as {@link #crash}
   */
  public TestTab<S> move() {
    disconnect();
    node = another();
    return backAsBefore();
  }

  private @Nullable S last;

  private TestTab<S> backAsBefore() {
    S before = last;
    boolean isWhole = storage.outbox().isEmpty();
    restored(connect());
    if (isWhole && before != null) {
      same(before, state(), "The state did not come back as it was");
    }
    return this;
  }

  /**
   * Reloads the page: the session is still in the server's memory.
   *
   * @return this
   * @throws AssertionError if the session was not adopted
   */
  public TestTab<S> reload() {
    disconnect();
    expect(Outcome.ADOPTED, connect());
    return this;
  }

  /**
   * Drains the server, and comes back to one with another release of the view. This tab is over
   * then.
   *
   * @param <T> the other release's state
   * @param release the view of that release
   * @return the tab, whose state was restored there
   * @throws AssertionError if it was not, for example since there is no migration
   */
  public <T> TestTab<T> deploy(View<T> release) {
    live().drain();
    node.close();
    leave();
    TestNode<T> next = new TestNode<>(node.world(), release);
    TestTab<T> there = new TestTab<>(release, next, storage.copy());
    there.restored(there.connect());
    return there;
  }

  /**
   * Lets the state rest with the tab alone, as the server does while a tab is idle; the next event
   * wakes it. Within a second of an earlier wake, this takes up to that second.
   *
   * @return this
   * @throws AssertionError if it does not sleep
   */
  public TestTab<S> sleep() {
    live().awaitAsleep();
    return this;
  }

  /**
   * Opens a copy of the tab, as a browser duplicates one: it forks.
   *
   * @return the copy, on the same server
   * @throws AssertionError if it did not fork
   */
  public TestTab<S> duplicate() {
    live().drain();
    TestTab<S> copy = new TestTab<>(view, node, storage.copy());
    copy.connect(true);
    copy.expect(Outcome.FORKED, copy.arrival());
    return copy;
  }

  /**
   * Loses the server and comes back after a while, to another one.
   *
   * @param time how long the tab was away
   * @return how the state came back, whatever came of it
   */
  public Arrival comeBackAfter(Duration time) {
    end();
    node.world().time().pass(time);
    node = another();
    return connect();
  }

  // --- by hand

  /**
   * Loses the server with all its memory. The tab has none until it {@linkplain #connect connects}.
   *
   * @return this
   */
  public TestTab<S> kill() {
    end();
    node = another();
    return this;
  }

  private void end() {
    disconnect();
    node.close();
  }

  /**
   * Loses the socket; the server is still there, and the session waits in its memory.
   *
   * @return this
   */
  public TestTab<S> disconnect() {
    Line now = live();
    last = node.seen().state(sid).orElse(null);
    if (!now.unprotected().isEmpty()) {
      throw new AssertionError(
          "The state is in the server's memory only, and would be lost: " + now.unprotected());
    }
    leave();
    now.cut();
    return this;
  }

  private void leave() {
    line = null;
  }

  /**
   * Comes back, with the token and the events that the tab holds.
   *
   * @return how the state came back, whatever came of it
   * @throws IllegalStateException if the tab is connected
   */
  public Arrival connect() {
    if (line != null) {
      throw new IllegalStateException("The tab is connected: call kill() or disconnect() before.");
    }
    connect(false);
    return arrival();
  }

  private void connect(boolean isCopy) {
    Line next = new Line(storage, node, isCopy);
    sid = next.awaitJoined().get("sid").asString();
    line = next;
    List<Storage.Stored> waiting = storage.outbox();
    waiting.forEach(next::send);
    waiting.forEach(event -> next.awaitAnswer(event.n));
    waiting.forEach(event -> next.awaitKept(event.n));
    next.drain();
    checkFaults("After the join: ");
  }

  /**
   * Freezes the newest token, with the keys that open it: what the tabs of this release hold. A
   * test of each later release {@linkplain #thaw opens} it.
   *
   * @param file where to; below the test resources, to be kept under version control
   * @return this
   * @throws IllegalStateException if there is such a file: what a release has frozen stays
   */
  public TestTab<S> freeze(Path file) {
    live().drain();
    Frozen.write(file, node.world(), storage);
    return this;
  }

  /** Ends the tab and its server. A test that does not leaves an idle daemon thread behind. */
  @Override
  public void close() {
    if (line != null) {
      leave();
    }
    node.close();
  }

  // --- checks

  private Line live() {
    if (line == null) {
      throw new IllegalStateException(
          "The tab has no server: call connect(), or queue(…) for an event that waits.");
    }
    return line;
  }

  private TestNode<S> another() {
    return new TestNode<>(node.world(), view);
  }

  void restored(Arrival arrival) {
    expect(Outcome.RESTORED, arrival);
  }

  private void expect(Outcome wanted, Arrival arrival) {
    if (arrival.outcome() != wanted) {
      throw new AssertionError(
          "The state should be "
              + wanted
              + ", and is "
              + arrival.outcome()
              + arrival.reason().map(why -> ": the token was " + why).orElse("")
              + (node.seen().rejection().isEmpty() ? "" : " (" + node.seen().rejection() + ")"));
    }
  }

  private void same(S was, S is, String otherwise) {
    List<String> differences = node.engine().differences(was, is);
    if (!differences.isEmpty()) {
      throw new AssertionError(otherwise + ": " + String.join("; ", differences));
    }
  }

  private void checkFaults(String when) {
    List<String> faults = node.seen().takeFaults();
    if (!faults.isEmpty()) {
      throw new AssertionError(when + String.join("\n", faults));
    }
  }
}
