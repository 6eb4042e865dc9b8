package dev.livestash.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing the user did, as its handler sees it.
 *
 * @param <S> the view's state
 */
public interface Event<S> {

  /**
   * The name that chose the handler.
   *
   * @return the event's name
   */
  String name();

  /**
   * The tab's number for the event: 1, 2, 3, … for events that are never lost, negative for
   * volatile ones.
   *
   * @return the number, never 0
   */
  long number();

  /**
   * Names this event everywhere and at every replay, as an idempotency key for effects outside the
   * state.
   *
   * @return the instance and the number, such as {@code "fJ1…Q/17"}
   */
  String key();

  /**
   * How long ago the user acted, by the tab's clock: more than a moment if the tab was offline.
   *
   * @return the age, not negative
   */
  Duration age();

  /**
   * Whether a server may have handled this event before and was lost with the result. Judged by
   * {@link #age}, and so by the tab's clock; for effects that must not happen twice, use {@link
   * #key}.
   *
   * @return true for every event of the user's from before the present connection was live, also
   *     for those that no server has seen yet; false for all others
   */
  boolean replayed();

  /**
   * Answers the event: the page's promise is settled with this value instead of nothing. The last
   * call counts.
   *
   * @param value any value that Jackson writes to JSON
   */
  void reply(@Nullable Object value);

  /**
   * The tab that the event came from.
   *
   * @return its context
   */
  Context<S> context();
}
