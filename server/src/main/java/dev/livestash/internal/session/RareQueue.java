package dev.livestash.internal.session;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A queue that is empty in nearly all sessions for nearly all of their time, and takes next to
 * nothing then.
 */
final class RareQueue<T> extends AbstractQueue<T> {
  /** Null while there is nothing in it. */
  private @Nullable ArrayDeque<T> all;

  @Override
  public boolean offer(T one) {
    if (all == null) {
      all = new ArrayDeque<>(2);
    }
    return all.offer(one);
  }

  @Override
  public @Nullable T poll() {
    T first = all == null ? null : all.poll();
    letGoIfEmpty();
    return first;
  }

  @Override
  public @Nullable T peek() {
    return all == null ? null : all.peek();
  }

  @Override
  public void clear() {
    all = null;
  }

  @Override
  public Iterator<T> iterator() {
    return all == null ? Collections.emptyIterator() : all.iterator();
  }

  @Override
  public int size() {
    return all == null ? 0 : all.size();
  }

  private void letGoIfEmpty() {
    if (all != null && all.isEmpty()) {
      all = null;
    }
  }
}
