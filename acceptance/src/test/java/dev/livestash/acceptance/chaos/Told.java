package dev.livestash.acceptance.chaos;

/** What a tab was told of its events. */
interface Told {
  /** Nothing. */
  Told NOTHING = n -> false;

  /** Whether the last word about an event was its handler's answer. */
  boolean hasSucceeded(long n);
}
