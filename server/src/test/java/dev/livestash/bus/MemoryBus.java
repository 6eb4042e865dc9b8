package dev.livestash.bus;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Between the nodes of one JVM. */
public final class MemoryBus implements Bus {
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  @Override
  public synchronized CompletionStage<Void> send(String text) {
    listeners.forEach(one -> one.accept(text));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Runnable listen(Consumer<String> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
