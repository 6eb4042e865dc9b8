package dev.livestash.view;

import tools.jackson.databind.JsonNode;

/**
 * A state that a tab came with and that was not used, though it is authentic, this view's and this
 * user's.
 */
public interface Leftover {

  /** Why the state was not used. */
  enum Reason {
    /**
     * The token is past its time, or the instance is. Whether the tab has kept a later one was not
     * asked, so it may be an old state that somebody brings back.
     */
    EXPIRED,
    /** The tab has kept a later state: this one is a rollback or a replay. */
    STALE,
    /** Of an earlier version: no step leads on, one has failed, or the result does not bind. */
    UNMIGRATABLE,
    /** It binds, but {@link View#attached} or {@link View#render} has thrown at it. */
    UNUSABLE
  }

  /**
   * Why the state was not used.
   *
   * @return the reason
   */
  Reason reason();

  /**
   * The version of the state's shape.
   *
   * @return a version up to the view's own
   */
  int version();

  /**
   * The state as it was sealed. Made at each call.
   *
   * @return the JSON, of a size within {@code maxStateBytes}; a missing node if it is no JSON,
   *     which only another program with the same key can bring about
   */
  JsonNode state();
}
