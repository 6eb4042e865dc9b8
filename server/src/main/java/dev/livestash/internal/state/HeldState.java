package dev.livestash.internal.state;

/**
 * A state as a tab holds it.
 *
 * @param newest in its newest plaintext
 * @param whole in the plaintext that patches are made against, whose last member it is; the same
 *     place if there is no patch yet
 * @param copies what of the newest plaintext stands in the whole one
 */
public record HeldState(JsonSlice newest, JsonSlice whole, Copies copies) {}
