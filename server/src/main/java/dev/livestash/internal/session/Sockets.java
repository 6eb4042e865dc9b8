package dev.livestash.internal.session;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sockets of one view that are open, whether or not they have joined. */
final class Sockets<T> {
  private final Set<T> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable CompletableFuture<Void> allGone;

  void opened(T socket) {
    open.add(socket);
  }

  void gone(T socket) {
    open.remove(socket);
    CompletableFuture<Void> awaited = allGone;
    if (awaited != null && open.isEmpty()) {
      awaited.complete(null);
    }
  }

  int size() {
    return open.size();
  }

  void forEach(Consumer<T> what) {
    open.forEach(what);
  }

  /** When none is open any more; for one who waits, after no more are opened. */
  synchronized CompletableFuture<Void> whenAllGone() {
    CompletableFuture<Void> awaited = allGone;
    if (awaited == null) {
      awaited = new CompletableFuture<>();
      allGone = awaited;
    }
    if (open.isEmpty()) {
      awaited.complete(null);
    }
    return awaited;
  }
}
