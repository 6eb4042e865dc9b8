package dev.livestash.view;

import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * One tab's one view, as the application sees it.
 *
 * @param <S> the view's state
 */
public interface Context<S> {

  /**
   * A message to a group that the tab is a {@linkplain #join member} of, as its handler sees it.
   *
   * @param <S> the view's state
   */
  interface Message<S> {

    /**
     * The group that it was published to.
     *
     * @return the group's name
     */
    String group();

    /**
     * The name that chose the handler.
     *
     * @return the message's name
     */
    String name();

    /**
     * The tab that it has come to.
     *
     * @return its context
     */
    Context<S> context();
  }

  /**
   * The name under which the view lives on its page: the name it is mounted by, or that name, a
   * slash and one of its own where it stands several times on a page.
   *
   * @return the name, such as {@code "counter"} or {@code "counter/left"}
   */
  String view();

  /**
   * The instance: one for each tab and view, the same across reconnects, restarts and nodes.
   *
   * @return 128 random bits, base64url, 22 characters
   */
  String sid();

  /**
   * What the page passed when it joined.
   *
   * @return a JSON object; as hostile as any input
   */
  JsonNode params();

  /**
   * What the token is bound to, by the {@code binding} that was configured: usually the user's
   * session.
   *
   * @return the binding of the present socket, empty where none is configured or it gave none
   */
  Optional<String> binding();

  /**
   * What the application's {@code admit} has noted of the present socket: the user, their rights, a
   * locale. No part of the state, nor of any token: each attach has those of its own handshake.
   *
   * @return by name; immutable, and empty where nothing was noted
   */
  Map<String, Object> attributes();

  /**
   * Who has opened the present socket: whom {@code admit} has named by {@code by(…)}, else whom the
   * server's own security has authenticated ({@code exchange.getSecurityContext()}).
   *
   * @return the user, as they were at the handshake; empty for nobody in particular
   */
  Optional<Principal> principal();

  /**
   * The parameters of the path that the page has connected to, where an Undertow {@code
   * PathTemplateHandler} has found them: {@code id} of {@code /live/board/{id}}. Like {@link
   * #params}, they are those of the present socket, as hostile as any input, and no part of the
   * state: a tab that connects to another path brings the state of the one before.
   *
   * @return by name; immutable, and empty where the path has none
   */
  Map<String, String> pathParameters();

  /**
   * The language that the browser wants most ({@code Accept-Language}, RFC 9110 section 12.5.4).
   *
   * @return the locale of the present socket; {@link Locale#ROOT} where it wants none
   */
  Locale locale();

  /**
   * How the state came to be here, at the latest attach.
   *
   * @return the arrival
   */
  Arrival arrival();

  /**
   * A thing that belongs to this attach and is not state: made at the first call, the same at each
   * later one, and gone when the tab detaches or attaches anew; closed then, if it is {@link
   * AutoCloseable}. For use in the view's own methods only.
   *
   * @param <T> the thing's type
   * @param type names the thing; one of each type
   * @param make makes it
   * @return the thing
   */
  <T> T local(Class<T> type, Supplier<? extends T> make);

  /**
   * Changes the state from outside an event: a timer, another user's message. May be called by any
   * thread; the change takes its turn among the tab's events, is rendered, sealed and kept like
   * theirs. Nothing happens if the instance has gone meanwhile.
   *
   * @param change makes the next state; the same object if only a new render is wanted
   */
  void update(UnaryOperator<S> change);

  /** Goes back to the {@linkplain View#first first} state, in its turn, as {@link #update} does. */
  void reset();

  /**
   * Makes the tab a member of a group, so that what is {@linkplain #publish published} to it comes
   * to this view's {@linkplain ViewHandlers#message handlers of messages}.
   *
   * <p>Call it in {@link View#attached}, for what the state says, and in handlers. A membership is
   * of this attach: each time that the tab attaches or wakes, {@code attached} is called, and what
   * it does not join again is left when it returns. In between it holds, also while the session
   * waits for its tab, or sleeps ({@link View#wakesForUpdates} says what a message does then). It
   * ends with the session.
   *
   * @param group the group's name, 1 to 128 characters without control characters, such as {@code
   *     room/42}; whoever knows it reaches the group, so check first that this user may
   * @return false if the tab is a member of 64 others already, which the log says once, or its
   *     session has ended
   * @throws IllegalArgumentException if the name is not such a one
   */
  boolean join(String group);

  /**
   * Makes the tab no member of a group any more. What was published to it before may still come.
   *
   * @param group as in {@link #join}; nothing happens if the tab is no member of it
   */
  void leave(String group);

  /**
   * Sends a message to all members of a group, this tab too if it is one, on all nodes that share a
   * {@linkplain dev.livestash.bus.Bus bus}. It comes to each of them at most once: a tab that has
   * no session at that time, or whose session has too many messages waiting, does not get it, and a
   * node that cannot be reached does not get it either. What one thread or one view publishes to a
   * group comes in that order.
   *
   * <p>It goes out at once, whatever becomes of the event that is being handled. After a crash an
   * event runs again and publishes again: where that matters, put {@link Event#key} into the data,
   * and ignore a key that the state has.
   *
   * @param group as in {@link #join}
   * @param name the message's name, which chooses the members' handlers, 1 to 64 characters
   * @param data any value that Jackson writes to JSON, of at most {@link
   *     dev.livestash.settings.Limits#maxMessageBytes}
   * @throws IllegalArgumentException if the group or the name is not such a one, or the data cannot
   *     be written, or is over the limit
   */
  void publish(String group, String name, Object data);

  /**
   * Tells the tab's page what is no state, such as a toast: its {@code onPush} is called. It comes
   * at most once, in the order of the calls, after what the tab is sent for the event that is being
   * handled; where {@link View#rewind} is {@link Rewind#REFUSE}, not before the state of that event
   * is kept. If the tab's socket is not there, it is dropped. May be called by any thread.
   *
   * @param name for the page, 1 to 64 characters
   * @param data any value that Jackson writes to JSON, of at most {@link
   *     dev.livestash.settings.Limits#maxMessageBytes}
   * @throws IllegalArgumentException if the name is not such a one, or the data cannot be written,
   *     or is over the limit
   */
  void push(String name, Object data);

  /**
   * Sends the tab away for good: its page is told {@code refused}, with the reason, and does not
   * come back by itself. What the tab holds stays with it, and may come back with a page that
   * connects anew. May be called by any thread; it takes its turn, as {@link #update} does, so that
   * an event that is being handled is answered and its state kept on the way.
   *
   * <p>In {@link View#first}, {@link View#attached} and {@link View#render}, where nothing else is
   * left to do, throw what it returns:
   *
   * <pre>{@code
   * if (!board.isOpen()) throw context.refuse("This board is closed.");
   * }</pre>
   *
   * @param reason for the page, so without secrets; at most 123 bytes of UTF-8 arrive (RFC 6455
   *     section 5.5)
   * @return an exception without a stack trace, to throw or to leave
   */
  RuntimeException refuse(String reason);
}
