package dev.livestash.testkit;

import dev.livestash.view.Outcome;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** A tab's events: sent, refused, or lost on their way with the server. */
final class Sending<S> {
  private final Client<S> tab;

  Sending(Client<S> tab) {
    this.tab = tab;
  }

  JsonNode send(String name, @Nullable Object data) {
    Storage.Stored event = sent(name, data);
    tab.checkFaults("After '" + name + "': ");
    return accepted(event, tab.live().awaitAnswer(event.n));
  }

  Refusal refused(String name, @Nullable Object data) {
    Storage.Stored event = sent(name, data);
    JsonNode answer = tab.live().awaitAnswer(event.n);
    Optional<Throwable> unshown =
        answer.has("error") ? tab.node().seen().takeUnshown() : Optional.empty();
    tab.checkFaults("After '" + name + "': ");
    if (!answer.has("error")) {
      throw new AssertionError(
          "The event '" + name + "' was not refused; its state: " + tab.state());
    }
    Optional<Throwable> cause = tab.node().seen().failure(tab.key(event)).or(() -> unshown);
    return new Refusal(answer.get("error").asString(), cause);
  }

  void queue(String name, @Nullable Object data) {
    tab.mustBeAway();
    tab.storage().add(name, json(data));
  }

  void andCrash(CrashPoint point, String name, @Nullable Object data) {
    Line doomed = tab.live();
    Storage.Stored event = tab.storage().add(name, json(data));
    if (point != CrashPoint.BEFORE_HANDLED) {
      lose(doomed, point, event);
      event.tries++;
    }
    tab.loseServer();
    tab.expect(Outcome.RESTORED, tab.connect(false));
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

  JsonNode throughCrashes(String name, @Nullable Object data) {
    tab.live().drain();
    Storage before = tab.storage().copy();
    JsonNode reply = send(name, data);
    Set<CrashPoint> points = EnumSet.allOf(CrashPoint.class);
    for (CrashPoint point : points) {
      try (Client<S> copy = tab.elsewhere(before.copy())) {
        copy.expect(Outcome.RESTORED, copy.connect(false));
        new Sending<>(copy).andCrash(point, name, data);
        String otherwise = "A crash " + point + " of '" + name + "' leads to another state";
        tab.same(tab.state(), copy.state(), otherwise);
      }
    }
    return reply;
  }

  private Storage.Stored sent(String name, @Nullable Object data) {
    Line to = tab.live();
    Storage.Stored event = tab.storage().add(name, json(data));
    to.send(event);
    to.awaitAnswer(event.n);
    to.awaitKept(event.n);
    return event;
  }

  private JsonNode accepted(Storage.Stored event, JsonNode answer) {
    if (answer.has("error")) {
      Optional<Throwable> cause = tab.node().seen().failure(tab.key(event));
      String why =
          cause.map(Throwable::toString).orElseGet(() -> tab.node().seen().refusal(tab.key(event)));
      String error = answer.get("error").asString();
      throw new AssertionError(
          "The event '" + event.name + "' was refused, " + error + ": " + why, cause.orElse(null));
    }
    return answer.path("reply");
  }

  private static JsonNode json(@Nullable Object data) {
    return data == null ? NullNode.getInstance() : TestTab.JSON.valueToTree(data);
  }
}
