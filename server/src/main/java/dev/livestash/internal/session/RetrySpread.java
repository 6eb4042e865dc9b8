package dev.livestash.internal.session;

import java.time.Duration;

/**
 * When tabs come back after a {@code bye}: each after a random time between the two, so that they
 * do not all come at once.
 *
 * @param min at least
 * @param max at most
 */
public record RetrySpread(Duration min, Duration max) {}
