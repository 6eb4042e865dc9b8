package dev.livestash.view;

/**
 * Takes a view's handlers: of events, each under the name that the page sends, and of messages.
 *
 * @param <S> the view's state
 */
public interface ViewHandlers<S> {

  /**
   * Adds the handler of one event.
   *
   * @param <E> the event's data
   * @param name the event's name, 1 to 64 characters, not taken yet
   * @param type what the event's data is bound to; data that does not fit is answered with {@code
   *     invalid} and never reaches the handler
   * @param handler makes the next state
   * @return this, for the next handler
   * @throws IllegalArgumentException if the name is too long, empty or taken
   */
  <E> ViewHandlers<S> on(String name, Class<E> type, Handler<S, E> handler);

  /**
   * Adds the handler of an event that needs no data; what the page sends as such is ignored.
   *
   * @param name the event's name, 1 to 64 characters, not taken yet
   * @param handler makes the next state
   * @return this, for the next handler
   * @throws IllegalArgumentException if the name is too long, empty or taken
   */
  ViewHandlers<S> on(String name, Handler.Plain<S> handler);

  /**
   * Adds the handler of one kind of message, which comes to the tab while it is {@linkplain
   * Context#join a member} of the group that it is published to. A message of a name that has no
   * handler here is none of this view's.
   *
   * @param <M> the message's data
   * @param name the message's name, 1 to 64 characters, no other message's; an event may have the
   *     same
   * @param type what its data is bound to, as an event's is; what does not fit is dropped, and said
   *     in the log
   * @param handler makes the next state
   * @return this, for the next handler
   * @throws IllegalArgumentException if the name is too long, empty or taken
   */
  <M> ViewHandlers<S> message(String name, Class<M> type, Handler.OfMessage<S, M> handler);
}
