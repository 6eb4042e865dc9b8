package dev.livestash.acceptance.chaos;

import dev.livestash.demo.Mischief;
import dev.livestash.demo.SheetModel.Event;

/**
 * What the user did, as the server is told of it.
 *
 * @param event what the page sends
 * @param effect what must come of it
 */
record Deed(Event event, Effect effect) {
  enum Effect {
    /** What the event says. */
    FULL,
    /** Nothing to be seen, but the state is heavy by something else. */
    BALLAST,
    /** None: its handler fails. */
    NONE,
    /** All or none: its handler takes so long that it may be taken for the death of its server. */
    FULL_OR_NONE
  }

  /** Something of which all must come. */
  static Deed of(Event event) {
    return new Deed(event, Effect.FULL);
  }

  Content after(Content before) {
    return switch (effect) {
      case NONE -> before;
      case BALLAST -> new Content(before.sheet(), ballast());
      case FULL, FULL_OR_NONE -> new Content(before.sheet().after(event), before.ballast());
    };
  }

  private String ballast() {
    String text = event.data().get("value").asString();
    return Mischief.of(text).map(mischief -> mischief.ballast(text)).orElse("");
  }

  @Override
  public String toString() {
    return effect == Effect.FULL ? event.toString() : event + " (" + effect + ")";
  }
}
