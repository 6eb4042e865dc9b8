package dev.livestash;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.stash.SnapshotStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store that can be looked into, and that is dead or slow when it is told to. */
final class TestStore implements SnapshotStore {
  final Map<String, String> tokens = new ConcurrentHashMap<>();
  final AtomicInteger gets = new AtomicInteger();
  final AtomicInteger puts = new AtomicInteger();

  private final List<Runnable> held = new ArrayList<>();
  private boolean isDead;
  private boolean isHeld;
  private boolean isFull;

  /** Fails whatever it is asked. */
  synchronized TestStore dies() {
    isDead = true;
    return this;
  }

  synchronized TestStore lives() {
    isDead = false;
    return this;
  }

  /** Answers, and takes nothing. */
  synchronized void isFull() {
    isFull = true;
  }

  /** Does nothing until it is released. */
  synchronized TestStore holds() {
    isHeld = true;
    return this;
  }

  /** Does what it was asked meanwhile, and answers. */
  synchronized void releases() {
    isHeld = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  /** What was asked and not done, to be done at another time. */
  interface Late {
    void comesTrue();
  }

  /** Does what it is asked from now on, but not what it was asked before. */
  synchronized Late forgets() {
    List<Runnable> late = List.copyOf(held);
    held.clear();
    isHeld = false;
    return () -> late.forEach(Runnable::run);
  }

  @Override
  public CompletionStage<Void> put(String key, String token, Duration lifetime) {
    puts.incrementAndGet();
    return ask(
        () -> {
          if (isFull) {
            return CompletableFuture.failedFuture(new StoreUnavailableException("full", null));
          }
          tokens.put(key, token);
          return CompletableFuture.completedFuture(null);
        });
  }

  @Override
  public CompletionStage<Optional<String>> get(String key) {
    gets.incrementAndGet();
    return ask(() -> CompletableFuture.completedFuture(Optional.ofNullable(tokens.get(key))));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return ask(
        () -> {
          tokens.remove(key);
          return CompletableFuture.completedFuture(null);
        });
  }

  private synchronized <T> CompletionStage<T> ask(Supplier<CompletableFuture<T>> what) {
    if (isDead) {
      return CompletableFuture.failedFuture(new StoreUnavailableException("dead", null));
    }
    if (!isHeld) {
      return what.get();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    held.add(() -> answer.complete(what.get().join()));
    return answer;
  }
}
