package dev.livestash.internal.assembly;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Scheduler on one daemon thread, which ends while nothing is due. What is due in {@value
 * #COARSE_SECONDS} s or later comes up to a second late.
 */
public final class SystemScheduler implements Scheduler {
  private static final long IDLE_SECONDS = 10;
  private static final int COARSE_SECONDS = 10;
  private static final Duration COARSE = Duration.ofSeconds(COARSE_SECONDS);

  private final ScheduledThreadPoolExecutor thread;
  private final CoarseScheduler coarse;

  /**
   * One with nothing to do.
   *
   * @param nanoTime a monotonic clock
   */
  public SystemScheduler(LongSupplier nanoTime) {
    coarse = new CoarseScheduler(this::soon, nanoTime);
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread daemon = new Thread(task, "livestash-timers");
              daemon.setDaemon(true);
              return daemon;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    // After its end, what would still be due is not.
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return delay.compareTo(COARSE) >= 0 ? coarse.after(delay, task) : soon(delay, task);
  }

  private Timer soon(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** Nothing is due any more. */
  public void stop() {
    thread.shutdownNow();
    coarse.stop();
  }
}
