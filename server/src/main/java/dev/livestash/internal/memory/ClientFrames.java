package dev.livestash.internal.memory;

import dev.livestash.settings.Limits;

/**
 * The room for one client's frames, on their way in and waiting: its share, and within that its
 * node's. Made for each use: what every socket held would be much. Safe for use by several threads.
 *
 * @param node for all frames
 * @param shares what each client has of it, in bytes
 * @param client whose frames these are
 */
public record ClientFrames(Budget node, Shares shares, String client) {
  /**
   * What a live tab of which nothing waits may send whatever its client has: many good users may
   * share an address. It is no more than its session weighs in any case.
   */
  public static final int FREE_BYTES = 4 << 10;

  /** What a join's frame may hold besides its token. */
  private static final int JOIN_OVERHEAD_BYTES = 64 << 10;

  /** The largest frame, in bytes: a join, or an event. */
  public static int largestBytes(Limits limits) {
    return Math.max(limits.maxEventBytes(), limits.maxTokenBytes() + JOIN_OVERHEAD_BYTES);
  }

  /** Reserves room; false if there is none, for anybody or for this client. */
  public boolean take(long bytes) {
    return shares.take(client, bytes) && isTaken(node.take(bytes), bytes);
  }

  /** The same, for what leaves half of the node's room to others: {@link Budget#takeFromHalf}. */
  public boolean takeFromHalf(long bytes) {
    return shares.take(client, bytes) && isTaken(node.takeFromHalf(bytes), bytes);
  }

  /**
   * The same for what is within {@link #FREE_BYTES}: its client's in any case, if its node has it.
   */
  public boolean takeFree(long bytes) {
    shares.add(client, bytes);
    return isTaken(node.take(bytes), bytes);
  }

  private boolean isTaken(boolean isTaken, long bytes) {
    if (!isTaken) {
      shares.add(client, -bytes);
    }
    return isTaken;
  }

  /** Gives back what was reserved. */
  public void give(long bytes) {
    shares.add(client, -bytes);
    node.give(bytes);
  }

  /** Whether half is taken of the node's room, or of this client's. */
  public boolean isHalfFull() {
    return node.isHalfFull() || shares.isHalfFull(client);
  }
}
