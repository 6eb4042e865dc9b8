package dev.livestash.internal.session;

import dev.livestash.internal.stores.Placement;
import dev.livestash.internal.stores.Retry;
import java.lang.System.Logger.Level;

/**
 * A snapshot that rests in its tab because its store did not take it: as soon as the store answers,
 * it is sealed anew, for there. Until then the tab is not sent it again.
 */
final class Fallback<S> {
  private final Hosted<S> hosted;
  private final Placement placement;
  private final String sid;
  private final Retry retry;
  private final Turns<S> turns;
  private boolean isInTab;

  /** Whether the store has answered, so that it was tried again. */
  private boolean isTriedAgain;

  /**
   * Of one attach.
   *
   * @param placement has the store
   * @param sid the instance
   * @param retry when the store is asked again
   * @param turns bring later steps into the session's turn
   */
  Fallback(Hosted<S> hosted, Placement placement, String sid, Retry retry, Turns<S> turns) {
    this.hosted = hosted;
    this.placement = placement;
    this.sid = sid;
    this.retry = retry;
    this.turns = turns;
  }

  /** Whether the newest snapshot rests in its tab, to go back. */
  boolean isInTab() {
    return isInTab;
  }

  /**
   * The tab is sent it. A store that answers and takes nothing is not tried again before there is
   * something new: each time, the tab would be sent it once more.
   */
  void begins() {
    isInTab = !isTriedAgain;
    isTriedAgain = false;
    if (isInTab) {
      retry.later(() -> turns.later(this::ask));
    }
    hosted.say(
        Level.WARNING,
        "fallback",
        hosted.name
            + ": the snapshot store does not take a snapshot, which rests sealed in its tab until"
            + " it does");
  }

  /** Another snapshot is due, which finds its own place. */
  void ends() {
    isInTab = false;
  }

  /** The store has taken it, or it does not go to the tab. */
  void isOver() {
    isTriedAgain = false;
  }

  private Timeline<S> ask(Timeline<S> now) {
    if (isInTab) {
      // Nothing has that name: what is asked for is an answer.
      var unused =
          hosted
              .services
              .stores()
              .answers(placement.store().orElseThrow(), sid)
              .thenAccept(answers -> turns.later(then -> answered(then, answers)));
    }
    return now;
  }

  private Timeline<S> answered(Timeline<S> now, boolean answers) {
    if (!isInTab) {
      return now;
    }
    if (answers) {
      isTriedAgain = true;
      return now.renewed();
    }
    retry.later(() -> turns.later(this::ask));
    return now;
  }
}
