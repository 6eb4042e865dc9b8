package dev.livestash.session;

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

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Executor executor;
  private final Runnable afterBatch;

  Mailbox(Executor executor, Runnable afterBatch) {
    this.executor = executor;
    this.afterBatch = afterBatch;
  }

  /** How many tasks have not run yet. */
  int waiting() {
    return waiting.get();
  }

  /** Adds a task. Tasks must not throw. */
  void post(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      executor.execute(this::runBatch);
    }
  }

  private void runBatch() {
    int done = 0;
    for (Runnable task = tasks.poll();
        task != null;
        task = done < MAX_BATCH ? tasks.poll() : null) {
      task.run();
      done++;
    }
    afterBatch.run();
    if (waiting.addAndGet(-done) > 0) {
      executor.execute(this::runBatch);
    }
  }
}
