package dev.livestash.internal.session;

import java.time.Duration;

/**
 * One thread at the tasks of one mailbox, task by task. Told how long a task may take, it says so
 * to who waits, interrupts the thread, and at last gives the thread up: then another one goes on
 * with the mailbox, and what this one still does counts for nothing.
 */
final class Watch {
  /** What a task that takes long has come to. */
  enum Stage {
    /** It takes as long as tasks take. */
    USUAL,
    /** It takes long: who waits is told. */
    SLOW,
    /** It takes too long: its thread was interrupted. */
    OVERDUE,
    /** It does not end: its thread is given up. */
    GIVEN_UP,
    /** It is back from the application's code, and soon over. */
    BACK
  }

  /**
   * How long a task may take.
   *
   * @param slow until who waits is told
   * @param timeout until its thread is interrupted
   * @param grace how long after that it may take to end
   */
  record Patience(Duration slow, Duration timeout, Duration grace) {
    private Stage stage(long elapsedNanos) {
      if (elapsedNanos >= timeout.plus(grace).toNanos()) {
        return Stage.GIVEN_UP;
      }
      if (elapsedNanos >= timeout.toNanos()) {
        return Stage.OVERDUE;
      }
      return elapsedNanos >= slow.toNanos() ? Stage.SLOW : Stage.USUAL;
    }
  }

  /**
   * The most that counts between two looks, which are 50 ms apart: if it was longer, the whole
   * process stood still (stopped, or its machine asleep), and no task is to blame for that.
   */
  private static final long MAX_STEP_NANOS = Duration.ofSeconds(1).toNanos();

  private final Thread thread = Thread.currentThread();
  private long lookedNanos;
  private long spentNanos;
  private Stage stage = Stage.BACK;

  synchronized void taskBegins(long nanos) {
    lookedNanos = nanos;
    spentNanos = 0;
    stage = Stage.USUAL;
  }

  /** The thread is back from the application's code. Returns what its task had come to by then. */
  synchronized Stage back() {
    Stage reached = stage;
    if (stage == Stage.OVERDUE) {
      // The interrupt was for this task.
      var unused = Thread.interrupted();
    }
    if (stage != Stage.GIVEN_UP) {
      stage = Stage.BACK;
    }
    return reached;
  }

  /** The same, of a task whose time does not matter; false if the thread was given up meanwhile. */
  boolean isBack() {
    return back() != Stage.GIVEN_UP;
  }

  /** Moves on to what the task has come to by now; returns that if it is new, else {@code BACK}. */
  synchronized Stage advance(long nanos, Patience patience) {
    spentNanos += Math.min(nanos - lookedNanos, MAX_STEP_NANOS);
    lookedNanos = nanos;
    Stage next = patience.stage(spentNanos);
    if (stage == Stage.BACK || stage.compareTo(next) >= 0) {
      return Stage.BACK;
    }
    stage = next;
    if (stage == Stage.OVERDUE) {
      thread.interrupt();
    }
    return stage;
  }

  /** Whether the thread has been at one task for a while, so that it does not serve others. */
  synchronized boolean isBlocked(Duration since) {
    return stage != Stage.BACK && spentNanos >= since.toNanos();
  }

  boolean isOfThisThread() {
    return thread.equals(Thread.currentThread());
  }
}
