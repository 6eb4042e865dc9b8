package dev.livestash.session;

import dev.livestash.state.Packing;
import java.time.Duration;

/**
 * The limits of a LiveStash, as its builder validated them.
 *
 * @param issuer the {@code iss} claim
 * @param tokenLifetime how long a token can be used
 * @param instanceLifetime how long an instance can be restored, counted from its start
 * @param maxTokenBytes how long a token may be
 * @param maxStateBytes how large a plaintext, claims and state, may be
 * @param maxWaitingFrames how many frames of one socket may wait to be handled
 * @param maxInstances how many instances of one view a node holds
 * @param packing how snapshots are packed
 * @param linger how long a session waits for its tab after the socket is gone; zero for not at all
 * @param checkStates whether states that are changed in place are looked for
 * @param maxLingering how many sessions of one view may wait like this
 */
public record Settings(
    String issuer,
    Duration tokenLifetime,
    Duration instanceLifetime,
    int maxTokenBytes,
    int maxStateBytes,
    int maxWaitingFrames,
    int maxInstances,
    Packing packing,
    Duration linger,
    boolean checkStates,
    int maxLingering) {
  /** How long a token is left alone before it is renewed: three quarters of its lifetime. */
  Duration renewalDelay() {
    return tokenLifetime.multipliedBy(3).dividedBy(4);
  }
}
