package dev.livestash.keys;

import dev.livestash.keys.KeyRing.SealingKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Looks for a key that a token names and the ring does not have: another node may have read the
 * changed file first. Reads the file for that at most once in {@link #GAP}, whatever tokens come.
 */
final class MissingKeys {
  /** How long a file is left alone after it was read for a missing key. */
  static final Duration GAP = Duration.ofSeconds(1);

  /** How long a token waits while another one has the file read. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final HeldKeys held;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean hasRead;
  private long readAtNanos;

  MissingKeys(HeldKeys held, LongSupplier nanoTime) {
    this.held = held;
    this.nanoTime = nanoTime;
  }

  Optional<SealingKey> find(String kid) {
    if (!lockInTime()) {
      return Optional.empty();
    }
    try {
      // Whoever held the lock may have read it in.
      Optional<SealingKey> found = held.find(kid);
      return found.isPresent() || !isDue() ? found : read(kid);
    } finally {
      lock.unlock();
    }
  }

  private boolean lockInTime() {
    try {
      return lock.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException toldToStop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isDue() {
    return !hasRead || nanoTime.getAsLong() - readAtNanos >= GAP.toNanos();
  }

  private Optional<SealingKey> read(String kid) {
    hasRead = true;
    readAtNanos = nanoTime.getAsLong();
    // Whether or not this reading has changed anything: another one may have been faster.
    var unused = held.reload();
    return held.find(kid);
  }
}
