package dev.livestash.fence;

/** The fence's answer to an attachment that wants to own an instance. */
public sealed interface Ownership {
  /**
   * It owns the instance from now on; every earlier attachment has lost it.
   *
   * @param gen its generation, higher than any before that the fence knows of
   * @param shared whether all nodes agree on it; false if this node's memory alone has decided
   */
  record Owned(long gen, boolean shared) implements Ownership {}

  /**
   * Refused: a later attempt of the same tab was already seen, so this is a join of a socket that
   * was given up.
   */
  record Late() implements Ownership {}

  /**
   * Refused: the tab has kept a later snapshot than the one in this token, so this is a replay or a
   * rollback.
   */
  record Stale() implements Ownership {}

  /** Not decided: the fence's engine does not answer. The tab may ask again later. */
  record Unavailable() implements Ownership {}
}
