package dev.livestash.internal.assembly;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run one view, where the application gives none. Each view has its own, so that
 * the handlers of one do not keep the tabs of another waiting. Threads that are blocked in a
 * handler do not count: as many more take their place, up to a limit.
 */
final class ViewThreads implements Executor {
  /** How many threads of one view may be blocked; beyond, its tabs wait for each other. */
  static final int MAX_BLOCKED = 256;

  /** A client has one of so many parts. */
  private static final int SHARES = 4;

  private static final int THREADS_PER_CORE = 8;
  private static final long IDLE_SECONDS = 30;

  private final int threads = THREADS_PER_CORE * Runtime.getRuntime().availableProcessors();
  private final ThreadPoolExecutor pool;

  /** A pool that needs no end: its threads are daemons, and go when they are idle. */
  ViewThreads(String view) {
    AtomicInteger number = new AtomicInteger();
    // The queue is bounded by its users: a session waits in it once, a socket until it has joined.
    pool =
        new ThreadPoolExecutor(
            threads,
            threads + MAX_BLOCKED,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(task, "livestash-" + view + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /** How many of them one client may have at a time: whoever blocks these leaves the others be. */
  int shareOfAClient() {
    return (threads + MAX_BLOCKED) / SHARES;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Told how many threads do not serve others for now. */
  void blocked(int count) {
    int wanted = threads + Math.min(count, MAX_BLOCKED);
    if (wanted != pool.getCorePoolSize()) {
      try {
        pool.setCorePoolSize(wanted);
      } catch (OutOfMemoryError noThread) {
        // The size is set by then; those threads that could not begin do so with later tasks.
        System.getLogger("dev.livestash")
            .log(
                Level.ERROR, "No further thread can begin for those that handlers block", noThread);
      }
    }
  }
}
