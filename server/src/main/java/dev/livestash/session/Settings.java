package dev.livestash.session;

import dev.livestash.state.Compression;
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
 * @param compression how snapshots are compressed
 */
public record Settings(
    String issuer,
    Duration tokenLifetime,
    Duration instanceLifetime,
    int maxTokenBytes,
    int maxStateBytes,
    int maxWaitingFrames,
    int maxInstances,
    Compression compression) {}
