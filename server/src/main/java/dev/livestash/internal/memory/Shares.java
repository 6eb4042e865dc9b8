package dev.livestash.internal.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of each client weigh: of all addresses, or of all subjects. Holds those that
 * have some. Safe for use by several threads.
 */
public final class Shares {
  private final long maxBytes;
  private final ConcurrentMap<String, Long> held = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param maxBytes how much each may have; {@link Long#MAX_VALUE} if that is not counted
   */
  public Shares(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public boolean areCounted() {
    return maxBytes < Long.MAX_VALUE;
  }

  /** Whether a client has less than it may; one that has nothing may have one that is larger. */
  public boolean hasRoom(String client, long bytes) {
    return held.getOrDefault(client, 0L) + Math.min(bytes, maxBytes) <= maxBytes;
  }

  void add(String client, long bytes) {
    if (bytes != 0) {
      held.merge(client, bytes, Shares::sum);
    }
  }

  private static @Nullable Long sum(long before, long more) {
    return before + more == 0 ? null : before + more;
  }

  /** How many clients have some. */
  int size() {
    return held.size();
  }

  /** One client's, beside another one of the same client's, as of its address. */
  public Share of(String client, Share other) {
    return new Share() {
      @Override
      public boolean hasRoom(long bytes) {
        return Shares.this.hasRoom(client, bytes) && other.hasRoom(bytes);
      }

      @Override
      public void add(long bytes) {
        Shares.this.add(client, bytes);
        other.add(bytes);
      }
    };
  }
}
