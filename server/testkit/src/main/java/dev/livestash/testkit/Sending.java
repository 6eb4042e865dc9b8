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
  private final Verdict<S> verdict;

  Sending(Client<S> tab) {
    this.tab = tab;
    this.verdict = new Verdict<>(tab);
  }

  JsonNode send(String name, @Nullable Object data) {
    Storage.Stored event = sent(name, data);
    tab.checkFaults("After '" + name + "': ");
    return verdict.accepted(event, tab.live().awaitAnswer(event.n));
  }

  Refusal refused(String name, @Nullable Object data) {
    Storage.Stored event = sent(name, data);
    JsonNode answer = tab.live().awaitAnswer(event.n);
    Optional<Throwable> unshown =
        answer.has("error") ? tab.node().seen().takeUnshown() : Optional.empty();
    tab.checkFaults("After '" + name + "': ");
    Refusal refusal = verdict.refused(event, answer);
    return new Refusal(refusal.error(), refusal.cause().or(() -> unshown));
  }

  Storage.Stored queue(String name, @Nullable Object data) {
    tab.mustBeAway();
    return taken(name, data);
  }

  void queueRefused(String name, @Nullable Object data) {
    queue(name, data).isToBeRefused = true;
  }

  void andCrash(CrashPoint point, String name, @Nullable Object data) {
    Line doomed = tab.live();
    Storage.Stored event = taken(name, data);
    if (point != CrashPoint.BEFORE_HANDLED) {
      lose(doomed, point, event);
      event.tries++;
    }
    tab.loseServer();
    tab.expect(Outcome.RESTORED, tab.connect(false));
  }

  private void lose(Line doomed, CrashPoint point, Storage.Stored event) {
    if (point == CrashPoint.AFTER_KEPT) {
      doomed.answerNothing();
    } else {
      doomed.storeNothing();
    }
    doomed.send(event);
    if (point != CrashPoint.BEFORE_ANSWERED) {
      doomed.drain();
      doomed.answer(event.n).ifPresent(answer -> verdict.expected(event, answer));
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
    Storage.Stored event = taken(name, data);
    to.send(event);
    to.awaitAnswer(event.n);
    to.awaitKept(event.n);
    return event;
  }

  private Storage.Stored taken(String name, @Nullable Object data) {
    return tab.storage().add(name, json(data), tab.world().time().millis());
  }

  private static JsonNode json(@Nullable Object data) {
    return data == null ? NullNode.getInstance() : TestTab.JSON.valueToTree(data);
  }
}
