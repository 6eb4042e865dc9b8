package dev.livestash.testkit;

import java.util.concurrent.TimeUnit;

/** What stands in one direction of a connection: it can hold up what passes, or cut it short. */
final class Gate {
  private static final long DELAYED_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long FOREVER_NANOS = TimeUnit.DAYS.toNanos(365);
  private static final int ALL = Integer.MAX_VALUE;

  private long shutUntilNanos = System.nanoTime();
  private long slowUntilNanos = System.nanoTime();
  private long delayNanos;
  private int rest = ALL;

  synchronized void shut(int ms) {
    shutUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
  }

  synchronized void slow(int ms) {
    slowUntilNanos = System.nanoTime() + DELAYED_NANOS;
    delayNanos = TimeUnit.MILLISECONDS.toNanos(ms);
  }

  synchronized void slowForever(int ms) {
    slow(ms);
    slowUntilNanos = System.nanoTime() + FOREVER_NANOS;
  }

  /** Of the next chunk only so many bytes pass, at most. */
  synchronized void cutShort(int bytes) {
    rest = bytes;
  }

  /** All passes at once from now on. */
  synchronized void heal() {
    shutUntilNanos = System.nanoTime();
    slowUntilNanos = System.nanoTime();
    rest = ALL;
    notifyAll();
  }

  /**
   * Waits until a chunk may pass; returns how much of it may.
   *
   * @param cameNanos when it came
   */
  synchronized int admit(int bytes, long cameNanos) throws InterruptedException {
    for (long left = left(cameNanos); left > 0; left = left(cameNanos)) {
      // At least one millisecond, for 0 would be forever.
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }
    return Math.min(bytes, rest);
  }

  private long left(long cameNanos) {
    long now = System.nanoTime();
    long late = slowUntilNanos - now > 0 ? cameNanos + delayNanos - now : 0;
    return Math.max(late, shutUntilNanos - now);
  }
}
