package dev.livestash.testkit;

import dev.livestash.view.Arrival;
import dev.livestash.view.Outcome;
import dev.livestash.view.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tab is made of: what it holds, the server that it is at, and the line between them. */
final class Client<S> implements AutoCloseable {
  private final View<S> view;
  private final Storage storage;
  private TestNode<S> node;
  private final List<TestNode<S>> left = new ArrayList<>();
  private final List<Pushed> pushes = new ArrayList<>();
  private @Nullable Line line;
  private @Nullable S last;
  private String sid = "";

  Client(View<S> view, TestNode<S> node, Storage storage) {
    this.view = view;
    this.node = node;
    this.storage = storage;
  }

  Storage storage() {
    return storage;
  }

  TestNode<S> node() {
    return node;
  }

  World world() {
    return node.world();
  }

  /** The key of one of the tab's events, as its handler is given it. */
  String key(Storage.Stored event) {
    return sid + "/" + event.n;
  }

  // --- other tabs

  /** One on the same server, with what this one holds. */
  Client<S> copy() {
    return new Client<>(view, node, storage.copy());
  }

  /** One on another server, with what it holds. */
  Client<S> elsewhere(Storage held) {
    return new Client<>(view, another(), held);
  }

  /** One on a server with another release of the view, with what this one holds. */
  <T> Client<T> at(View<T> release) {
    return new Client<>(release, new TestNode<>(world(), release), storage.copy());
  }

  private TestNode<S> another() {
    return new TestNode<>(world(), view);
  }

  // --- the line

  Line live() {
    if (line == null) {
      throw new IllegalStateException(
          "The tab has no server: call connect(), or queue(…) for an event that waits.");
    }
    return line;
  }

  void mustBeAway() {
    if (line != null) {
      throw new IllegalStateException("The tab is connected: call kill() or disconnect() before.");
    }
  }

  /**
   * Joins, as itself or as a copy, and waits until all that waited is handled and kept.
   *
   * @throws AssertionError if what waited was refused, or was not and should be
   */
  Arrival connect(boolean isCopy) {
    Line next = new Line(storage, node, isCopy, pushes);
    sid = next.awaitJoined().get("sid").asString();
    line = next;
    List<Storage.Stored> waiting = storage.outbox();
    waiting.forEach(next::sendWaiting);
    waiting.forEach(event -> next.awaitAnswer(event.n));
    waiting.forEach(event -> next.awaitKept(event.n));
    next.drain();
    checkWaited(waiting, next);
    return arrival();
  }

  private void checkWaited(List<Storage.Stored> waiting, Line on) {
    if (waiting.stream().anyMatch(event -> event.isToBeRefused)) {
      // One that is to be refused may be so since its state cannot be shown.
      var unused = node.seen().takeUnshown();
    }
    checkFaults("After the join: ");
    Verdict<S> verdict = new Verdict<>(this);
    waiting.forEach(event -> verdict.expected(event, on.awaitAnswer(event.n)));
  }

  void disconnect() {
    checkFaults("");
    Line now = live();
    last = node.seen().state(sid).orElse(null);
    if (!now.unprotected().isEmpty()) {
      throw new AssertionError(
          "The state is in the server's memory only, and would be lost: " + now.unprotected());
    }
    leave();
    now.cut();
  }

  /** Leaves without a word. */
  void leave() {
    line = null;
  }

  /** Leaves for another server; this one goes on until the tab ends. */
  void leaveForAnother() {
    disconnect();
    left.add(node);
    node = another();
  }

  /** Loses the server, with all its memory; the next one is there. */
  void loseServer() {
    live();
    endServer();
    node = another();
  }

  /** Loses the server, if it is there; there is no next one before {@link #takeAnother}. */
  void endServer() {
    if (line != null) {
      disconnect();
    }
    node.close();
  }

  void takeAnother() {
    node = another();
  }

  /** Comes back, with the state of before if no event has waited. */
  void backAsBefore() {
    S before = last;
    boolean isWhole = storage.outbox().isEmpty();
    expect(Outcome.RESTORED, connect(false));
    if (isWhole && before != null) {
      same(before, state(), "The state did not come back as it was");
    }
  }

  /** Ends the tab and its servers. */
  @Override
  public void close() {
    leave();
    left.add(node);
    Closing.each(left, TestNode::close);
  }

  // --- what is seen

  S state() {
    drained();
    return node.seen().state(sid).orElseThrow(() -> new IllegalStateException("It has not joined"));
  }

  Arrival arrival() {
    drained();
    return node.seen()
        .arrival(sid)
        .orElseThrow(() -> new IllegalStateException("It has not joined"));
  }

  /** All that its page was pushed, whichever server has. */
  List<Pushed> pushes() {
    if (line != null) {
      drained();
    }
    return List.copyOf(pushes);
  }

  /** Has a message published on the server that the tab is at, or was. */
  void publish(String group, String name, Object data) {
    node.publish(group, name, data);
    if (line != null) {
      line.drain();
    }
    checkFaults("After the message '" + name + "': ");
  }

  Line drained() {
    Line now = live();
    now.drain();
    checkFaults("");
    return now;
  }

  // --- checks

  void expect(Outcome wanted, Arrival arrival) {
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

  void same(S was, S is, String otherwise) {
    List<String> differences = node.engine().differences(was, is);
    if (!differences.isEmpty()) {
      throw new AssertionError(otherwise + ": " + String.join("; ", differences));
    }
  }

  void checkFaults(String when) {
    node.seen()
        .takeFaults(when)
        .ifPresent(
            found -> {
              throw found;
            });
  }
}
