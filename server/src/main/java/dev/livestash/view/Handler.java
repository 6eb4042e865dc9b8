package dev.livestash.view;

/**
 * Makes the next state out of the present one and an event.
 *
 * @param <S> the view's state
 * @param <E> the event's data
 */
@FunctionalInterface
public interface Handler<S, E> {

  /**
   * Handles one event.
   *
   * <p>After a crash an event runs again on the state of before it, so its effect on the state
   * counts once, but effects outside the state run at least once: give them {@link Event#key()} as
   * their idempotency key.
   *
   * @param state the present state
   * @param data the event's data
   * @param event the event's number, age and the way to reply
   * @return the next state; the same object if nothing changed
   * @throws Exception to refuse: the state stays, the event counts as handled, and the page is told
   *     {@code failed}, without the exception's message
   */
  S handle(S state, E data, Event<S> event) throws Exception;

  /**
   * Makes the next state out of the present one and a message to a group.
   *
   * @param <S> the view's state
   * @param <M> the message's data
   */
  @FunctionalInterface
  interface OfMessage<S, M> {

    /**
     * Handles one message. It takes its turn among the tab's events, and what it changes is
     * rendered, sealed and kept like what they change.
     *
     * @param state the present state
     * @param data the message's data
     * @param message where it comes from
     * @return the next state; the same object if nothing changed
     * @throws Exception to leave the state as it is; the log has it
     */
    S handle(S state, M data, Context.Message<S> message) throws Exception;
  }

  /**
   * Makes the next state out of the present one and an event without data. What {@link Handler}
   * promises holds here too.
   *
   * @param <S> the view's state
   */
  @FunctionalInterface
  interface Plain<S> {

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
}
