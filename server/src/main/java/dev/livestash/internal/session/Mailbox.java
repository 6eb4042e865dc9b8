package dev.livestash.internal.session;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Runs a session's tasks one after the other, on threads that it is given, and what follows each
 * batch of them. A batch is what has gathered meanwhile, at most {@value #MAX_BATCH} tasks, so that
 * one busy session does not keep a thread. A thread that does not come back from a task is given
 * up, and another one goes on.
 */
final class Mailbox implements Watchdog.Watched {
  private static final int MAX_BATCH = 64;

  /** Whose mailbox it is. */
  interface Owner {
    /** Follows each batch of tasks. */
    void afterBatch();

    /** A task, or what followed a batch, has thrown. Must not throw itself. */
    void failed(Throwable failure);

    /** A task takes long. Called on any thread. */
    void isSlow();

    /** A task has not ended in time, and its thread is given up. Called in the owner's turn. */
    void isStuck();
  }

  /** Ends what a thread was at that was given up; nobody is to take note of it. */
  private static final class GivenUpError extends Error {
    GivenUpError() {
      super("A later thread has gone on with this session.", null, false, false);
    }
  }

  private final Threads threads;
  private final Watchdog watchdog;
  private final Owner owner;
  private volatile @Nullable Batch batch;

  /** Null while nothing waits: most sessions are idle. */
  private @Nullable ArrayDeque<Runnable> tasks;

  /** Those of the batch that runs among them. */
  private int waiting;

  Mailbox(Threads threads, Watchdog watchdog, Owner owner) {
    this.threads = threads;
    this.watchdog = watchdog;
    this.owner = owner;
  }

  void post(Runnable task) {
    if (isFirst(task)) {
      threads.execute(this::runBatch);
    }
  }

  /**
   * Adds a task that nothing follows on this thread, which is one of those: if none waits, it is
   * run at once, without a way through their queue.
   */
  void postLast(Runnable task) {
    if (isFirst(task)) {
      runBatch();
    }
  }

  private synchronized boolean isFirst(Runnable task) {
    if (tasks == null) {
      tasks = new ArrayDeque<>(2);
    }
    tasks.add(task);
    return waiting++ == 0;
  }

  private synchronized @Nullable Runnable next() {
    ArrayDeque<Runnable> left = tasks;
    if (left == null) {
      return null;
    }
    Runnable next = left.poll();
    tasks = left.isEmpty() ? null : left;
    return next;
  }

  /** Returns whether others wait. */
  private synchronized boolean areDone(int count) {
    waiting -= count;
    return waiting > 0;
  }

  /**
   * This thread is back from the application's code. Ends the task, if another thread has gone on
   * meanwhile.
   *
   * @return whether it is back in time
   */
  boolean back() {
    Batch now = batch;
    if (now == null || !now.watch.isOfThisThread()) {
      throw new GivenUpError();
    }
    Watch.Stage reached = now.watch.back();
    if (reached == Watch.Stage.GIVEN_UP) {
      throw new GivenUpError();
    }
    // What follows in the task may be the application's again: the next of the events that were
    // held.
    now.watch.taskBegins(watchdog.nanos());
    return reached != Watch.Stage.OVERDUE;
  }

  private void runBatch() {
    begin(0).run();
  }

  private Batch begin(int done) {
    Batch next = new Batch(done);
    batch = next;
    return next;
  }

  /** One thread's turn. */
  private final class Batch {
    private final Watch watch;
    private int done;
    private boolean isAtTask;

    Batch(int done) {
      this.done = done;
      this.watch = new Watch();
    }

    void run() {
      watched(this::goOn);
    }

    /** Takes the place of a thread that was given up. */
    void succeed() {
      watched(
          () -> {
            if (isOver(owner::isStuck)) {
              goOn();
            }
          });
    }

    private void watched(Runnable turn) {
      watchdog.begin(watch, Mailbox.this);
      try {
        turn.run();
      } finally {
        watchdog.end(watch);
      }
    }

    private void goOn() {
      Runnable task = next();
      while (task != null) {
        isAtTask = true;
        if (!isOver(task)) {
          return;
        }
        isAtTask = false;
        done++;
        task = done < MAX_BATCH ? next() : null;
      }
      if (isOver(owner::afterBatch)) {
        watchdog.end(watch);
        batch = null;
        if (areDone(done)) {
          threads.execute(Mailbox.this::runBatch);
        }
      }
    }

    /** Runs a task; false if this thread was given up meanwhile. */
    private boolean isOver(Runnable task) {
      watch.taskBegins(watchdog.nanos());
      try {
        task.run();
      } catch (GivenUpError givenUp) {
        return false;
      } catch (Throwable failure) {
        if (watch.isBack()) {
          owner.failed(failure);
        }
      }
      return watch.isBack();
    }
  }

  @Override
  public void isSlow() {
    owner.isSlow();
  }

  @Override
  public void isGivenUp(Watch watch) {
    Batch stuck = batch;
    if (stuck != null && stuck.watch == watch) {
      // The task that does not end counts as done.
      int done = stuck.isAtTask ? stuck.done + 1 : stuck.done;
      threads.succeed(() -> begin(done).succeed());
    }
  }
}
