package dev.livestash.internal.session;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What belongs to one attach and is not state. */
final class Locals {
  private final Map<Class<?>, Object> byType = new LinkedHashMap<>();

  @SuppressWarnings("ReferenceEquality") // which of two that may be equal is the one to be closed
  <T> T get(Class<T> type, Supplier<? extends T> make) {
    Object held = held(type);
    if (held == null) {
      Object made = make.get();
      held = heldOr(type, made);
      if (held != made) {
        // A thread that was given up is late with its own.
        close(made, Locals::say);
      }
    }
    return type.cast(held);
  }

  private synchronized @Nullable Object held(Class<?> type) {
    return byType.get(type);
  }

  private synchronized Object heldOr(Class<?> type, Object made) {
    Object held = byType.putIfAbsent(type, made);
    return held == null ? made : held;
  }

  /**
   * Closes each once, also where one does not come back and another thread goes on.
   *
   * @param failed is told what has failed, and what it has thrown
   */
  void close(BiConsumer<String, Throwable> failed) {
    for (Class<?> type : types()) {
      close(taken(type), failed);
    }
  }

  private synchronized List<Class<?>> types() {
    return List.copyOf(byType.keySet());
  }

  private synchronized @Nullable Object taken(Class<?> type) {
    return byType.remove(type);
  }

  private static void close(@Nullable Object held, BiConsumer<String, Throwable> failed) {
    if (!(held instanceof AutoCloseable closeable)) {
      return;
    }
    try {
      closeable.close();
    } catch (Throwable failure) {
      failed.accept("Closing a local of " + held.getClass(), failure);
    }
  }

  private static void say(String what, Throwable failure) {
    System.getLogger("dev.livestash").log(Level.WARNING, what + " failed", failure);
  }
}
