package dev.livestash.internal.memory;

import dev.livestash.settings.Limits;

/**
 * What this node's memory is shared out to, by kind, for all views of a LiveStash together.
 *
 * @param frames tabs' frames on their way in, and those that wait to be handled
 */
public record NodeMemory(Budget frames) {
  /** All of it free. */
  public static NodeMemory of(Limits limits) {
    return new NodeMemory(new Budget(limits.maxWaitingBytesOfNode()));
  }
}
