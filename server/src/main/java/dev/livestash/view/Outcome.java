package dev.livestash.view;

/** How an attach found its state. */
public enum Outcome {
  /**
   * The view's first state: there was no token, or it was not used, and {@link Arrival#reason()}
   * says why.
   */
  NEW,
  /** The state came out of the tab's token. */
  RESTORED,
  /** The session was still in memory. */
  ADOPTED,
  /**
   * A copied tab was given an instance of its own, with the state of the tab it was copied from.
   */
  FORKED,
  /**
   * The session had let go of a state that its tab holds, and the tab has brought it back: the page
   * has seen nothing of it. Never the outcome of a join.
   */
  WOKEN
}
