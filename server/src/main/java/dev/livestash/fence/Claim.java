package dev.livestash.fence;

/** The fence's answer to an attachment that wants to own an instance. */
public sealed interface Claim {
  /**
   * It owns the instance from now on; every earlier attachment has lost it.
   *
   * @param gen its generation, higher than any before
   */
  record Owned(long gen) implements Claim {}

  /**
   * Refused: a later attempt of the same tab was already seen, so this is a join of a socket that
   * was given up.
   */
  record Late() implements Claim {}

  /**
   * Refused: the tab has kept a later snapshot than the one in this token, so this is a replay or a
   * rollback.
   */
  record Stale() implements Claim {}
}
