package dev.livestash.undertow;

import java.time.Duration;

/**
 * What a socket may do.
 *
 * @param maxJoinFrameBytes how large its first frame may be
 * @param maxEventFrameBytes how large every later one may be
 * @param maxUnreadBytes how much may wait to be sent to it
 * @param joinTimeout how long it may take to join
 * @param pingInterval how often it is pinged
 * @param silenceTimeout how long it may be silent, pongs included
 */
public record SocketLimits(
    int maxJoinFrameBytes,
    int maxEventFrameBytes,
    int maxUnreadBytes,
    Duration joinTimeout,
    Duration pingInterval,
    Duration silenceTimeout) {}
