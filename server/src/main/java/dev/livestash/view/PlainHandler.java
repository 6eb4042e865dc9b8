package dev.livestash.view;

/**
 * Makes the next state out of the present one and an event without data. What {@link Handler}
 * promises holds here too.
 *
 * @param <S> the view's state
 */
@FunctionalInterface
public interface PlainHandler<S> {

  /**
   * Handles one event.
   *
   * @param state the present state
   * @param event the event's number, age and the way to reply
   * @return the next state; the same object if nothing changed
   * @throws Exception to refuse, as in {@link Handler#handle}
   */
  S handle(S state, Event<S> event) throws Exception;
}
