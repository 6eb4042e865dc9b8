package dev.livestash.testkit;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a tab's events are told, against what a test expects. */
final class Verdict<S> {
  private final Client<S> tab;

  Verdict(Client<S> tab) {
    this.tab = tab;
  }

  /**
   * Sees to it that an event that has waited was refused if that is expected, and else accepted.
   *
   * @throws AssertionError if it was not
   */
  void expected(Storage.Stored event, JsonNode answer) {
    if (event.isToBeRefused) {
      var unused = refused(event, answer);
    } else {
      var unused = accepted(event, answer);
    }
  }

  /**
   * The reply to an event.
   *
   * @throws AssertionError if it was refused
   */
  JsonNode accepted(Storage.Stored event, JsonNode answer) {
    if (answer.has("error")) {
      Optional<Throwable> cause = cause(event);
      String why =
          cause.map(Throwable::toString).orElseGet(() -> tab.node().seen().refusal(tab.key(event)));
      String error = answer.get("error").asString();
      throw new AssertionError(
          "The event '" + event.name + "' was refused, " + error + ": " + why, cause.orElse(null));
    }
    return answer.path("reply");
  }

  /**
   * How an event was refused.
   *
   * @throws AssertionError if it was not
   */
  Refusal refused(Storage.Stored event, JsonNode answer) {
    if (!answer.has("error")) {
      throw new AssertionError(
          "The event '" + event.name + "' was not refused; its state: " + tab.state());
    }
    return new Refusal(answer.get("error").asString(), cause(event));
  }

  private Optional<Throwable> cause(Storage.Stored event) {
    return tab.node().seen().failure(tab.key(event));
  }
}
