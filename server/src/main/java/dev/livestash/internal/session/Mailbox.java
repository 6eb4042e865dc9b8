package dev.livestash.internal.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a session's tasks one after the other, on threads of an executor, and what follows each
 * batch of them. A batch is what has gathered meanwhile, at most {@value #MAX_BATCH} tasks, so that
 * one busy session does not keep a thread.
 */
final class Mailbox {
  private static final int MAX_BATCH = 64;

  /** Whose mailbox it is. */
  interface Owner {
    /** Follows each batch of tasks. */
    void afterBatch();

    /** A task, or what followed a batch, has thrown. Must not throw itself. */
    void failed(Throwable failure);
  }

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Executor executor;
  private final Owner owner;

  Mailbox(Executor executor, Owner owner) {
    this.executor = executor;
    this.owner = owner;
  }

  void post(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      executor.execute(this::runBatch);
    }
  }

  /**
   * Adds a task that nothing follows on this thread, which is one of the executor's: if none waits,
   * it is run at once, without a way through the executor's queue.
   */
  void postLast(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      runBatch();
    }
  }

  private void runBatch() {
    int done = 0;
    for (Runnable task = tasks.poll();
        task != null;
        task = done < MAX_BATCH ? tasks.poll() : null) {
      run(task);
      done++;
    }
    run(owner::afterBatch);
    if (waiting.addAndGet(-done) > 0) {
      executor.execute(this::runBatch);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      owner.failed(failure);
    }
  }
}
