package dev.livestash.session;

/**
 * A tab that has just come back.
 *
 * @param brought what it holds
 * @param state what it found
 */
record Arrived<S>(BroughtToken brought, S state) {}
