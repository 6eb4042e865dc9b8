package dev.livestash.internal.session;

import dev.livestash.internal.memory.BoundedMaps;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Joins of a client that its sockets' ends have cut off, one after the other: its token does not
 * get through.
 */
final class CutOffJoins {
  /** Of the clients, of which anybody can make up many, these are remembered. */
  private static final int MAX_CLIENTS = 10_000;

  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final ConcurrentMap<String, Integer> losses;
  private final IntConsumer stuck;

  /**
   * None yet.
   *
   * @param stuck is told how many bytes had come of the last of several in a row
   */
  CutOffJoins(LongSupplier nanoTime, IntConsumer stuck) {
    this.losses = BoundedMaps.byCount(MAX_CLIENTS, MEMORY, nanoTime);
    this.stuck = stuck;
  }

  /** A join has come whole. */
  void whole(String client) {
    losses.remove(client);
  }

  void cutOff(String client, int bytes) {
    if (losses.merge(client, 1, Integer::sum) == Stuck.TIMES) {
      stuck.accept(bytes);
    }
  }
}
