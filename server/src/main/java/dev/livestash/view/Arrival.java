package dev.livestash.view;

import java.util.Optional;

/**
 * How a tab's state came back, at one attach.
 *
 * @param outcome where the state came from
 * @param reason with {@link Outcome#NEW}: why the tab's token was not used, one of {@code expired},
 *     {@code stale}, {@code foreign}, {@code unreadable}, {@code oversize}, {@code unmigratable},
 *     {@code unusable}, {@code missing}, {@code revoked}, {@code newer}; empty if it had none. With
 *     {@link Outcome#FORKED}: {@code stale} if the tab has had a later state than this one
 * @param fencing how strongly a stale token would have been noticed
 * @param lost how many events the state does not contain though they were answered, since their
 *     state could not be stored and its server was lost; 0 if there are none, or nobody knows
 * @param gen the attach's generation, from 1: one more at every attach of the instance
 */
public record Arrival(
    Outcome outcome, Optional<String> reason, Fencing fencing, long lost, long gen) {}
