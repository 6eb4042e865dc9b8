package dev.livestash.testkit;

import dev.livestash.view.Arrival;
import dev.livestash.view.Outcome;
import dev.livestash.view.View;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
 * the second run does to its event and context goes nowhere, but for what it makes with {@code
 * local}, which both share; what it does elsewhere happens, as it does after a crash. Messages are
 * handled once, for they do not come again.
 *
 * <p>Whatever of the view throws where no event is answered that it has, such as a message's
 * handler or a change by {@code update}, is found by the next call.
 *
 * <p>What is not as it should be is an {@link AssertionError} that says where and why; misuse is an
 * {@link IllegalStateException}. Events are handled before {@link #send} returns, on the calling
 * thread. For use by one thread; a view's own threads may call {@code update}.
 *
 * @param <S> the view's state
 */
public final class TestTab<S> extends SeenTab<S> implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();

  private final Client<S> tab;
  private final Sending<S> events;

  TestTab(Client<S> tab) {
    super(tab);
    this.tab = tab;
    this.events = new Sending<>(tab);
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
    return events.send(name, data);
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
    return events.refused(name, data);
  }

  /**
   * Takes in an event while there is no server: it is sent when the tab {@linkplain #connect comes
   * back}, which fails if it is refused.
   *
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return this
   * @throws IllegalStateException if the tab is connected
   */
  public TestTab<S> queue(String name, @Nullable Object data) {
    events.queue(name, data);
    return this;
  }

  /**
   * Takes in an event as {@link #queue} does, that has to be refused when the tab comes back.
   *
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return this
   * @throws IllegalStateException if the tab is connected
   */
  public TestTab<S> queueRefused(String name, @Nullable Object data) {
    events.queueRefused(name, data);
    return this;
  }

  /**
   * Sends an event whose server is lost on the event's way, and comes back to another one.
   *
   * @param point where it is lost
   * @param name the event's name
   * @param data anything that Jackson writes
   * @return this, with the event in its state
   * @throws AssertionError if the state is not restored, or the event is refused
   */
  public TestTab<S> sendAndCrash(CrashPoint point, String name, @Nullable Object data) {
    events.andCrash(point, name, data);
    return this;
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
    return events.throughCrashes(name, data);
  }

  /**
   * Publishes a message, as another tab or the application does, on the server that the tab is at.
   *
   * @param group the group's name; who is no member of it does not hear it
   * @param name the message's name
   * @param data any value that Jackson writes to JSON
   * @return this, which has handled it if it is a member and connected
   * @throws AssertionError if the data does not fit the handler's type, or the handler has thrown,
   *     or changed its state in place, or its state does not come back
   */
  public TestTab<S> publish(String group, String name, Object data) {
    tab.publish(group, name, data);
    return this;
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
    tab.loseServer();
    tab.backAsBefore();
    return this;
  }

  /**
   * Leaves a server that goes on without the tab, and comes to another node.
   *
   * @return this
   * @throws AssertionError as {@link #crash}
   */
  public TestTab<S> move() {
    tab.leaveForAnother();
    tab.backAsBefore();
    return this;
  }

  /**
   * Reloads the page: the session is still in the server's memory.
   *
   * @return this
   * @throws AssertionError if the session was not adopted
   */
  public TestTab<S> reload() {
    tab.disconnect();
    tab.expect(Outcome.ADOPTED, tab.connect(false));
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
    tab.live().drain();
    tab.close();
    TestTab<T> there = new TestTab<>(tab.at(release));
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
    tab.live().awaitAsleep();
    return this;
  }

  /**
   * Opens a copy of the tab, as a browser duplicates one: it forks.
   *
   * @return the copy, on the same server
   * @throws AssertionError if it did not fork
   */
  public TestTab<S> duplicate() {
    tab.live().drain();
    Client<S> copy = tab.copy();
    copy.expect(Outcome.FORKED, copy.connect(true));
    return new TestTab<>(copy);
  }

  /**
   * Loses the server, if it is not lost, and comes back after a while, to another one. What has
   * waited is so much older then.
   *
   * @param time how long the tab was away
   * @return how the state came back, whatever came of it
   * @throws AssertionError if an event that has waited is refused
   */
  public Arrival comeBackAfter(Duration time) {
    tab.endServer();
    tab.world().time().pass(time);
    tab.takeAnother();
    return connect();
  }

  // --- by hand

  /**
   * Loses the server with all its memory. The tab has none until it {@linkplain #connect connects}.
   *
   * @return this
   */
  public TestTab<S> kill() {
    tab.loseServer();
    return this;
  }

  /**
   * Loses the socket; the session waits in the server's memory.
   *
   * @return this
   */
  public TestTab<S> disconnect() {
    tab.disconnect();
    return this;
  }

  /**
   * Comes back, with the token and the events that the tab holds.
   *
   * @return how the state came back, whatever came of it
   * @throws AssertionError if an event that has waited is refused
   * @throws IllegalStateException if the tab is connected
   */
  public Arrival connect() {
    tab.mustBeAway();
    return tab.connect(false);
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
    tab.live().drain();
    Frozen.write(file, tab.world(), tab.storage());
    return this;
  }

  /** Ends the tab and its server. A test that does not leaves an idle daemon thread behind. */
  @Override
  public void close() {
    tab.close();
  }

  void restored(Arrival arrival) {
    tab.expect(Outcome.RESTORED, arrival);
  }
}
