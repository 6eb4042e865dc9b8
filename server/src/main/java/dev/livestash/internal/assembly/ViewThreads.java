package dev.livestash.internal.assembly;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that run views, where the application gives none. */
final class ViewThreads {
  private static final long IDLE_SECONDS = 30;

  private ViewThreads() {}

  /** A pool that needs no end: its threads are daemons, and go when they are idle. */
  static Executor start(int threadsPerCore) {
    int threads = threadsPerCore * Runtime.getRuntime().availableProcessors();
    AtomicInteger number = new AtomicInteger();
    // The queue is bounded by its users: a session waits in it once, a socket until it has joined.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "livestash-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
