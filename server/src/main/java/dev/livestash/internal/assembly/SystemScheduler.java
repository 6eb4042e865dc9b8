package dev.livestash.internal.assembly;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.OptionalLong;
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
  private final LongSupplier nanoTime;
  private final long originNanos;
  private final Calendar calendar = new Calendar();

  /** The second at which the calendar is looked at next. */
  private long nextSecond = Long.MAX_VALUE;

  /**
   * One with nothing to do.
   *
   * @param nanoTime a monotonic clock
   */
  public SystemScheduler(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.originNanos = nanoTime.getAsLong();
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
    if (delay.compareTo(COARSE) >= 0) {
      return inAWhile(delay, task);
    }
    ScheduledFuture<?> scheduled = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private Timer inAWhile(Duration delay, Runnable task) {
    long second = elapsed().plus(delay).toSeconds() + 1;
    Timer timer = calendar.add(second, task);
    lookAt(second);
    return timer;
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - originNanos);
  }

  private synchronized void lookAt(long second) {
    if (second < nextSecond) {
      nextSecond = second;
      Duration wait = Duration.ofSeconds(second).minus(elapsed());
      var unused = thread.schedule(this::look, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    synchronized (this) {
      nextSecond = Long.MAX_VALUE;
    }
    calendar.take(elapsed().toSeconds()).forEach(Runnable::run);
    OptionalLong next = calendar.next();
    next.ifPresent(this::lookAt);
  }

  /** Nothing is due any more. */
  public void stop() {
    thread.shutdownNow();
    calendar.clear();
  }
}
