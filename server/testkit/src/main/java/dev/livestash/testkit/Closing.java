package dev.livestash.testkit;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends several things, whatever becomes of one of them. */
final class Closing {
  private Closing() {}

  /**
   * Does all of it, in this order.
   *
   * @throws RuntimeException or Error, the first that was thrown, with the later ones suppressed
   */
  static void all(List<Runnable> ends) {
    @Nullable Throwable first = null;
    for (Runnable end : ends) {
      try {
        end.run();
      } catch (RuntimeException | Error failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw (RuntimeException) first;
    }
  }

  /** The same of each. */
  static <T> void each(List<T> all, Consumer<T> end) {
    all(all.stream().<Runnable>map(one -> () -> end.accept(one)).toList());
  }
}
