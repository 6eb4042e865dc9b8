package dev.livestash.report;

import dev.livestash.view.Arrival;
import java.time.Duration;

/**
 * Is told what happens to sessions, for metrics and logs. Called on the threads that do the work:
 * return soon, and do not throw.
 */
public interface StashListener {
  /**
   * A tab has attached.
   *
   * @param view the view's name on its page
   * @param sid the instance
   * @param arrival how its state came back
   * @param took from the arrival of its join to the answer
   */
  default void attached(String view, String sid, Arrival arrival, Duration took) {}

  /**
   * A token was not used.
   *
   * @param view the view's name on its page
   * @param reason why
   */
  default void rejected(String view, RejectReason reason) {}

  /**
   * A snapshot was sealed, and sent to its tab or to a store.
   *
   * @param view the view's name on its page
   * @param sid the instance
   * @param stateBytes the state as JSON
   * @param tokenBytes the token
   * @param took to encode, compress and seal
   */
  default void committed(String view, String sid, int stateBytes, int tokenBytes, Duration took) {}

  /**
   * The newest state is in this server's memory only, until the next snapshot is kept; its tab is
   * told as well. Not told of a snapshot that can still rest in a store instead.
   *
   * @param view the view's name on its page
   * @param sid the instance
   * @param why {@code oversize}: it is over a limit; {@code unwritable}: Jackson cannot write it,
   *     the log says at which path, and why; {@code quota} or {@code blocked}: the tab could not
   *     store it; {@code unavailable}: the store did not take it, and it is too large for the tab.
   *     It is tried again
   */
  default void unprotected(String view, String sid, String why) {}
}
