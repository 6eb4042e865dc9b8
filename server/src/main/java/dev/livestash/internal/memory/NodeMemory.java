package dev.livestash.internal.memory;

import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import java.time.Duration;

/**
 * What this node's memory is shared out to, by kind, for all views of a LiveStash together.
 *
 * @param frames tabs' frames on their way in, and those that wait to be handled
 * @param shares what each client has of these, in bytes: a quarter, or one frame as large as any
 * @param strangers of these, the frames of those who have not joined
 * @param restores tokens that are being made states of
 * @param states the sessions
 * @param unread what tabs have not read
 */
public record NodeMemory(
    Budget frames,
    Shares shares,
    Budget strangers,
    Permits restores,
    States states,
    Budget unread) {
  /** How long a join waits for others that are being restored. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** All of it free. */
  public static NodeMemory of(Limits limits, Scheduler scheduler) {
    return new NodeMemory(
        new Budget(limits.maxWaitingBytesOfNode()),
        new Shares(shareBytes(limits), "the frames that wait, in bytes"),
        new Budget(limits.maxWaitingBytesOfNode() / 2),
        new Permits(limits.maxRestoringBytes(), PATIENCE, scheduler),
        new States(limits.maxStatesBytes()),
        new Budget(limits.maxUnreadBytesOfNode()));
  }

  /** A join is taken in while half is free: one client alone does not fill that. */
  private static long shareBytes(Limits limits) {
    return Math.max(limits.maxWaitingBytesOfNode() / 4, ClientFrames.largestBytes(limits));
  }

  /** The room for a client's frames. */
  public ClientFrames framesOf(String client) {
    return new ClientFrames(frames, shares, client);
  }
}
