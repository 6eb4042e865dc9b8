package dev.livestash.jcache;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.async.Causes;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a provider's blocking calls, on a few threads that go when they are idle. Whoever asks hears
 * within a timeout, also if a call hangs; what waited for longer than that is let go of.
 */
final class CacheThreads {
  /** How many calls may block at once. */
  static final int MAX_THREADS = 8;

  /** How many more may wait; one beyond fails at once. */
  static final int MAX_WAITING = 10_000;

  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;
  private final Duration timeout;

  CacheThreads(String cache, Duration timeout) {
    this.timeout = timeout;
    threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "livestash-" + cache);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** How many calls wait. */
  int waiting() {
    return threads.getQueue().size();
  }

  <T> CompletionStage<T> ask(Supplier<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable task = () -> answer(answer, call);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("Too many calls of the cache wait", full));
    }
    return answer
        .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((done, failure) -> letGo(task, failure))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(failure)));
  }

  /** What it would have put may be large, and the calls before it may never come back. */
  private void letGo(Runnable task, @Nullable Throwable failure) {
    if (failure != null) {
      threads.remove(task);
    }
  }

  private static <T> void answer(CompletableFuture<T> answer, Supplier<T> call) {
    if (answer.isDone()) {
      return;
    }
    try {
      answer.complete(call.get());
    } catch (RuntimeException | Error failure) {
      // Whoever asked judges it.
      answer.completeExceptionally(failure);
    }
  }

  /** Providers throw what they like; whatever it is, the cache is of no use now. */
  private static Throwable named(Throwable failure) {
    Throwable cause = Causes.of(failure);
    return cause instanceof StoreUnavailableException || cause instanceof Error
        ? cause
        : new StoreUnavailableException("The cache did not answer", cause);
  }
}
