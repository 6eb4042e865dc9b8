package dev.livestash.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for something, in the order in which they came. A {@code CompletableFuture} itself
 * goes on with the last of them first.
 */
final class InOrder<T> {
  private final Deque<Entry<T>> waiting = new ArrayDeque<>();

  private record Entry<T>(CompletableFuture<T> awaited, CompletableFuture<T> turn) {
    void take() {
      var unused =
          awaited.whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  turn.complete(value);
                } else {
                  turn.completeExceptionally(failure);
                }
              });
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  /** What is awaited, as soon as all who came before have gone on. */
  CompletableFuture<T> after(CompletableFuture<T> awaited) {
    Entry<T> entry = new Entry<>(awaited, new CompletableFuture<>());
    boolean isFirst;
    synchronized (this) {
      isFirst = waiting.isEmpty();
      if (isFirst && awaited.isDone()) {
        return awaited;
      }
      waiting.add(entry);
    }
    if (isFirst) {
      goOnWhen(awaited);
    }
    return entry.turn();
  }

  private void goOnWhen(CompletableFuture<T> awaited) {
    var unused = awaited.whenComplete((value, failure) -> goOn());
  }

  /** The first one stays in the queue while it goes on, so that nobody comes before the next. */
  private void goOn() {
    Entry<T> first = first();
    while (first != null && first.awaited().isDone()) {
      first.take();
      first = next();
    }
    if (first != null) {
      goOnWhen(first.awaited());
    }
  }

  private synchronized @Nullable Entry<T> first() {
    return waiting.peek();
  }

  private synchronized @Nullable Entry<T> next() {
    waiting.remove();
    return waiting.peek();
  }
}
