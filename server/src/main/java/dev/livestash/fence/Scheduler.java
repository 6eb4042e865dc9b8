package dev.livestash.fence;

import java.time.Duration;

/** Runs tasks later. */
public interface Scheduler {
  /**
   * Runs a task once.
   *
   * @param delay after how long, at least
   * @param task does not block and does not throw
   * @return calls it off, if it has not started
   */
  Runnable after(Duration delay, Runnable task);
}
