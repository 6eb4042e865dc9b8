package dev.livestash.internal.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one kind this node may hold, of all tabs together. What has no room is refused:
 * nothing that is held already is let go for it. Safe for use by several threads.
 */
public final class Budget {
  private final long maxBytes;
  private final AtomicLong held = new AtomicLong();

  public Budget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Reserves room; false if there is none. */
  public boolean take(long bytes) {
    return take(bytes, maxBytes);
  }

  /**
   * Reserves room for what is large, or not the first of its kind: the second half is for the
   * others, so that few who take much leave room for the many who take little.
   */
  public boolean takeFromHalf(long bytes) {
    return take(bytes, maxBytes / 2);
  }

  private boolean take(long bytes, long max) {
    if (held.addAndGet(bytes) <= max) {
      return true;
    }
    give(bytes);
    return false;
  }

  /** Gives back what was reserved. */
  public void give(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Notes what is held in any case, and what is held no more if it is negative. */
  public void add(long bytes) {
    held.addAndGet(bytes);
  }

  public boolean isQuarterFull() {
    return held.get() > maxBytes / 4;
  }

  public boolean isHalfFull() {
    return held.get() > maxBytes / 2;
  }

  public long heldBytes() {
    return held.get();
  }
}
