package dev.livestash.internal.snapshot;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How large the snapshots of a view are as a rule, so that a buffer need not grow: a moving
 * average, and something more. Threads may overwrite each other's: it is a guess.
 */
final class UsualSize {
  private static final int FIRST_BYTES = 1024;
  private static final int WEIGHT = 8;

  private final AtomicInteger average = new AtomicInteger();

  int expected() {
    int usual = average.get();
    return FIRST_BYTES + usual + usual / WEIGHT;
  }

  void note(int bytes) {
    int usual = average.get();
    average.lazySet(usual + (bytes - usual) / WEIGHT);
  }
}
