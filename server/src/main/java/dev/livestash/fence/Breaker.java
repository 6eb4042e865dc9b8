package dev.livestash.fence;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares an engine that has failed, and those who would wait for it: for a while nobody asks, then
 * one question finds out whether it is back.
 */
final class Breaker {
  private final long pauseNanos;
  private final LongSupplier nanoTime;
  private boolean down;
  private boolean probing;
  private long downSinceNanos;

  Breaker(Duration pause, LongSupplier nanoTime) {
    this.pauseNanos = pause.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether a question may be asked. */
  enum Permit {
    /** The engine is well. */
    USUAL,
    /** It has failed; this question finds out whether it still does, and its end must be told. */
    PROBE,
    /** It has failed; not now. */
    NONE
  }

  synchronized Permit permit() {
    if (!down) {
      return Permit.USUAL;
    }
    if (probing || nanoTime.getAsLong() - downSinceNanos < pauseNanos) {
      return Permit.NONE;
    }
    probing = true;
    return Permit.PROBE;
  }

  synchronized boolean isDown() {
    return down;
  }

  /** Returns whether it is back. */
  synchronized boolean succeeded(Permit permit) {
    if (permit != Permit.PROBE) {
      return false;
    }
    probing = false;
    down = false;
    return true;
  }

  /** Returns whether it has gone. */
  synchronized boolean failed(Permit permit) {
    boolean wasUp = !down;
    if (permit == Permit.PROBE) {
      probing = false;
    }
    if (wasUp || permit == Permit.PROBE) {
      down = true;
      downSinceNanos = nanoTime.getAsLong();
    }
    return wasUp;
  }
}
