package dev.livestash.acceptance.chaos;

/**
 * A tab goes on from an older state.
 *
 * @param seen the last event in that
 * @param to the last event that the tab knows of; more than there are: all
 * @param lost how many events above {@code seen} are lost, as the tab was told
 * @param besides how many events above {@code seen} it was told of before, and is not any more:
 *     they are in the state all the same, if that rests where it has come further, or they are lost
 * @param silentSinceMs if the tab was not told: since when its servers could have known better, in
 *     milliseconds since 1970; else 0
 * @param how in words
 */
record Rewound(long seen, long to, long lost, long besides, long silentSinceMs, String how) {
  boolean isSilent() {
    return silentSinceMs > 0;
  }
}
