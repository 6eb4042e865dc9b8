package dev.livestash.internal.pack;

import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps things that are dear to make and used by one thread at a time. Holds a bounded number;
 * beyond it they are closed after their use. The one that was used last is used next, since its
 * memory is the warmest.
 */
final class Pool<T> {
  private final BlockingDeque<T> idle;
  private final Supplier<T> make;
  private final Consumer<T> close;

  Pool(int maxIdle, Supplier<T> make, Consumer<T> close) {
    this.idle = new LinkedBlockingDeque<>(maxIdle);
    this.make = make;
    this.close = close;
  }

  /** Uses one. One whose use throws is not used again. */
  <R> R with(Function<T, R> use) {
    T one = idle.pollFirst();
    if (one == null) {
      one = make.get();
    }
    boolean sound = false;
    try {
      R result = use.apply(one);
      sound = true;
      return result;
    } finally {
      if (!sound || !idle.offerFirst(one)) {
        close.accept(one);
      }
    }
  }
}
