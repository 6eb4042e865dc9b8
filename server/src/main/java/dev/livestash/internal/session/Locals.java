package dev.livestash.internal.session;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What belongs to one attach and is not state. */
final class Locals {
  private final Map<Class<?>, Object> byType = new LinkedHashMap<>();

  <T> T get(Class<T> type, Supplier<? extends T> make) {
    Object held = byType.get(type);
    if (held == null) {
      held = make.get();
      byType.put(type, held);
    }
    return type.cast(held);
  }

  void close() {
    byType.values().forEach(Locals::close);
    byType.clear();
  }

  private static void close(Object held) {
    if (!(held instanceof AutoCloseable closeable)) {
      return;
    }
    try {
      closeable.close();
    } catch (Throwable failure) {
      System.getLogger("dev.livestash")
          .log(Level.WARNING, "Closing a local of " + held.getClass() + " failed", failure);
    }
  }
}
