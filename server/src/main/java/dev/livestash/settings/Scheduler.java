package dev.livestash.settings;

import java.time.Duration;

/** Runs tasks later. */
public interface Scheduler {
  /** A task that has not run yet, or has. */
  interface Timer {
    /** Sees to it that the task does not run, if it has not started. */
    void cancel();
  }

  /**
   * Runs a task once.
   *
   * @param delay after how long, at least
   * @param task does not block and does not throw
   * @return the way to call it off
   */
  Timer after(Duration delay, Runnable task);
}
