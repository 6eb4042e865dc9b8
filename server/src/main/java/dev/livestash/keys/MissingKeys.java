package dev.livestash.keys;

import dev.livestash.keys.KeyRing.SealingKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
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

  /** How long a token waits while the file is read for somebody else. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final HeldKeys held;
  private final LongSupplier nanoTime;

  /**
   * The reading for which a token has waited in vain: whoever names keys that are nowhere must not
   * keep a view's threads, each for as long, where a reading does not come back. The next one is
   * another, which is waited for.
   */
  private volatile OptionalLong hanging = OptionalLong.empty();

  private boolean hasRead;
  private long readAtNanos;

  MissingKeys(HeldKeys held, LongSupplier nanoTime) {
    this.held = held;
    this.nanoTime = nanoTime;
  }

  Optional<SealingKey> find(String kid) {
    if (!isNextToRead()) {
      return Optional.empty();
    }
    try {
      // Whoever has read it meanwhile may have found it.
      Optional<SealingKey> found = held.find(kid);
      return found.isPresent() || !isDue() ? found : read(kid);
    } finally {
      held.reading().unlock();
    }
  }

  private boolean isNextToRead() {
    ReentrantLock reading = held.reading();
    OptionalLong present = held.presentReading();
    if (present.isPresent() && present.equals(hanging)) {
      return reading.tryLock();
    }
    try {
      boolean isNext = reading.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!isNext && present.equals(held.presentReading())) {
        hanging = present;
      }
      return isNext;
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
