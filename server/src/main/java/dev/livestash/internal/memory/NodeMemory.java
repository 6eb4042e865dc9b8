package dev.livestash.internal.memory;

import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import java.time.Duration;

/**
 * What this node's memory is shared out to, by kind, for all views of a LiveStash together.
 *
 * @param frames tabs' frames on their way in, and those that wait to be handled
 * @param strangers of these, the frames of those who have not joined
 * @param restores tokens that are being made states of
 * @param states the sessions
 * @param unread what tabs have not read
 */
public record NodeMemory(
    Budget frames, Budget strangers, Permits restores, States states, Budget unread) {
  /** How long a join waits for others that are being restored. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** All of it free. */
  public static NodeMemory of(Limits limits, Scheduler scheduler) {
    return new NodeMemory(
        new Budget(limits.maxWaitingBytesOfNode()),
        new Budget(limits.maxWaitingBytesOfNode() / 2),
        new Permits(limits.maxRestoringBytes(), PATIENCE, scheduler),
        new States(limits.maxStatesBytes()),
        new Budget(limits.maxUnreadBytesOfNode()));
  }
}
