package dev.livestash.fence;

import dev.livestash.internal.async.Causes;
import dev.livestash.settings.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks an engine in bounded time: no question waits for longer than a timeout, and none is asked
 * while the engine is known to be down. An outage is logged once, and so is its end.
 */
final class SharedEngine {
  private final Breaker breaker;
  private final Duration timeout;
  private final Scheduler scheduler;
  private final String whenDown;

  /**
   * An engine.
   *
   * @param whenDown what it means that the engine is down, for the log
   */
  SharedEngine(Breaker breaker, Duration timeout, Scheduler scheduler, String whenDown) {
    this.breaker = breaker;
    this.timeout = timeout;
    this.scheduler = scheduler;
    this.whenDown = whenDown;
  }

  boolean isDown() {
    return breaker.isDown();
  }

  /** The answer; empty if the engine does not give one. Fails only if it fails in another way. */
  <T> CompletableFuture<Optional<T>> ask(Supplier<CompletionStage<T>> question) {
    Breaker.Permit permit = breaker.permit();
    if (permit == Breaker.Permit.NONE) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Asked<T> asked = new Asked<>(permit);
    Scheduler.Timer inTime = scheduler.after(timeout, asked::late);
    var unused =
        question
            .get()
            .whenComplete(
                (answer, failure) -> {
                  inTime.cancel();
                  asked.answered(answer, failure);
                });
    return asked.result;
  }

  /** One question; the first of its answer, its failure and its timeout counts. */
  private final class Asked<T> {
    private final CompletableFuture<Optional<T>> result = new CompletableFuture<>();
    private final Breaker.Permit permit;

    Asked(Breaker.Permit permit) {
      this.permit = permit;
    }

    void answered(@Nullable T answer, @Nullable Throwable failure) {
      if (failure == null) {
        succeeded(answer);
      } else {
        failed(Causes.of(failure));
      }
    }

    void late() {
      if (!result.isDone()) {
        failed(
            new StoreUnavailableException("No answer within " + timeout.toMillis() + " ms", null));
      }
    }

    private void succeeded(@Nullable T answer) {
      if (!result.isDone() && breaker.succeeded(permit)) {
        log(Level.INFO, "The shared fence answers again.", null);
      }
      result.complete(Optional.ofNullable(answer));
    }

    private void failed(Throwable failure) {
      if (result.isDone()) {
        return;
      }
      if (breaker.failed(permit)) {
        log(Level.WARNING, "The shared fence does not answer. " + whenDown, failure);
      }
      if (failure instanceof StoreUnavailableException) {
        result.complete(Optional.empty());
      } else {
        result.completeExceptionally(failure);
      }
    }

    private void log(Level level, String what, @Nullable Throwable cause) {
      System.getLogger("dev.livestash").log(level, what, cause);
    }
  }
}
