package dev.livestash.view;

import java.util.Optional;

/**
 * How a tab's state came back, at one attach.
 *
 * @param outcome where the state came from
 * @param reason with {@link Outcome#NEW} only: why the tab's token was not used, one of {@code
 *     expired}, {@code stale}, {@code foreign}, {@code unreadable}, {@code oversize}, {@code
 *     unmigratable}, {@code unusable}, {@code missing}, {@code newer}; empty if it had none
 * @param fencing how strongly a stale token would have been noticed
 */
public record Arrival(Outcome outcome, Optional<String> reason, Fencing fencing) {}
