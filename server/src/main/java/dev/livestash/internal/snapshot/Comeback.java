package dev.livestash.internal.snapshot;

/**
 * A tab that has just come back.
 *
 * @param brought what it holds
 * @param state what it found
 */
record Comeback<S>(JoinToken brought, S state) {}
