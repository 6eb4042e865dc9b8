package dev.livestash.acceptance.chaos;

import dev.livestash.demo.Mischief;
import dev.livestash.demo.SheetModel.Event;
import java.util.List;

/**
 * What the user did, as the server is told of it.
 *
 * @param event what the page sends
 * @param effect what must come of it
 * @param besides what may come with it, all or none of it: the user did that, too, and was told
 *     then that it may be gone
 */
record Deed(Event event, Effect effect, List<Deed> besides) {
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

  /** Something with which nothing else comes. */
  Deed(Event event, Effect effect) {
    this(event, effect, List.of());
  }

  /** Something of which all must come. */
  static Deed of(Event event) {
    return new Deed(event, Effect.FULL);
  }

  Deed with(List<Deed> others) {
    return new Deed(event, effect, others);
  }

  Deed failed() {
    return new Deed(event, Effect.NONE, besides);
  }

  Deed alone() {
    return with(List.of());
  }

  Content after(Content before) {
    return itself(before).after(besides);
  }

  private Content itself(Content before) {
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
    String itself = effect == Effect.FULL ? event.toString() : event + " (" + effect + ")";
    return besides.isEmpty() ? itself : itself + " and perhaps " + besides;
  }
}
