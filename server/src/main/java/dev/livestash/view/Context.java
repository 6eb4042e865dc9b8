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
