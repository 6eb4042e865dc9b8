package dev.livestash.internal.snapshot;

/**
 * A tab that has just come back.
 *
 * @param brought what it holds
 * @param state what it found
 * @param isItsOwn whether that was made of what it holds
 */
record Comeback<S>(JoinToken brought, S state, boolean isItsOwn) {
  /** Whether a state is still what the tab holds, written as it is there. */
  @SuppressWarnings("ReferenceEquality") // states are immutable
  boolean isUnchanged(S now, int version) {
    return isItsOwn && now == state && version == brought.version();
  }
}
