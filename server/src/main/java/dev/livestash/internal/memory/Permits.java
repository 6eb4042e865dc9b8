package dev.livestash.internal.memory;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Room for work that needs much memory for a short time: what has none waits for it, and not for
 * long. Whatever fits goes, also past one that is too large yet, so that the many small ones do not
 * wait for the few large ones. Safe for use by several threads.
 */
public final class Permits {
  private final long maxBytes;
  private final Duration patience;
  private final Scheduler scheduler;
  private final List<Waiting> waiting = new ArrayList<>();

  /** Whom each thread that tells somebody has to tell yet. */
  private final ConcurrentMap<Thread, Queue<Waiting>> telling = new ConcurrentHashMap<>();

  private long held;

  /**
   * Room.
   *
   * @param maxBytes how much in all; one that needs more waits until it is the only one
   * @param patience how long one waits
   */
  public Permits(long maxBytes, Duration patience, Scheduler scheduler) {
    this.maxBytes = maxBytes;
    this.patience = patience;
    this.scheduler = scheduler;
  }

  private record Waiting(long bytes, CompletableFuture<Boolean> answer) {}

  /** Asks for room; told whether there is some, at once or in a while, on any thread. */
  public CompletableFuture<Boolean> ask(long wantedBytes) {
    Waiting one = new Waiting(Math.min(wantedBytes, maxBytes), new CompletableFuture<>());
    synchronized (this) {
      if (held + one.bytes() <= maxBytes) {
        held += one.bytes();
        one.answer().complete(true);
        return one.answer();
      }
      waiting.add(one);
    }
    Scheduler.Timer timer = scheduler.after(patience, () -> giveUp(one));
    var unused = one.answer().whenComplete((any, failure) -> timer.cancel());
    return one.answer();
  }

  /** What is granted, and not given back. */
  public synchronized long heldBytes() {
    return held;
  }

  private void giveUp(Waiting one) {
    boolean waited;
    synchronized (this) {
      waited = waiting.remove(one);
    }
    if (waited) {
      one.answer().complete(false);
    }
  }

  /** How to give back what was asked for and granted: once, whatever it is called. */
  public Runnable giveBack(long wantedBytes) {
    AtomicBoolean isGiven = new AtomicBoolean();
    return () -> {
      if (isGiven.compareAndSet(false, true)) {
        give(Math.min(wantedBytes, maxBytes));
      }
    };
  }

  private void give(long bytes) {
    List<Waiting> granted = granted(bytes);
    if (!granted.isEmpty()) {
      tell(granted);
    }
  }

  private synchronized List<Waiting> granted(long givenBack) {
    List<Waiting> granted = new ArrayList<>();
    held -= givenBack;
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting next = all.next();
      if (held + next.bytes() <= maxBytes) {
        held += next.bytes();
        all.remove();
        granted.add(next);
      }
    }
    return granted;
  }

  /**
   * Whoever is told may give back at once: what that grants is told here, by the same thread, and
   * not ever deeper in its turn.
   */
  private void tell(List<Waiting> granted) {
    Thread here = Thread.currentThread();
    Queue<Waiting> before = telling.get(here);
    if (before != null) {
      before.addAll(granted);
      return;
    }
    Queue<Waiting> all = new ArrayDeque<>(granted);
    telling.put(here, all);
    try {
      for (Waiting next = all.poll(); next != null; next = all.poll()) {
        next.answer().complete(true);
      }
    } finally {
      telling.remove(here);
    }
  }
}
