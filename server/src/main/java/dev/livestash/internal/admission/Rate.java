package dev.livestash.internal.admission;

import dev.livestash.internal.memory.BoundedMaps;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How often something may happen for each of many keys: a token bucket for each. */
final class Rate {
  /** The buckets of more keys than that: whoever was there longest ago has a full one again. */
  private static final int MAX_KEYS = 100_000;

  /** How long it takes to pay back what was taken beyond, at most. */
  private static final Duration MAX_DEBT = Duration.ofMinutes(1);

  /** What is left in a bucket at a time. */
  private record Bucket(double left, long nanos) {}

  private final int count;
  private final Duration window;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Bucket> buckets;

  /**
   * A rate.
   *
   * @param count how often in a window, on average; as often at once
   */
  Rate(int count, Duration window, LongSupplier nanoTime) {
    this.count = count;
    this.window = window;
    this.nanoTime = nanoTime;
    this.buckets = BoundedMaps.byCount(MAX_KEYS, MAX_DEBT.plus(window), nanoTime);
  }

  /** Takes one. Returns how long it is until there is one: zero if there was. */
  Duration take(String key) {
    Duration wait = untilNext(key);
    if (wait.isZero()) {
      spend(key);
    }
    return wait;
  }

  /** Takes one, whether there is one or not. */
  void spend(String key) {
    if (!isUnlimited()) {
      buckets.compute(key, (same, bucket) -> less(filled(bucket)));
    }
  }

  /** How long it is until there is one: zero if there is. */
  Duration untilNext(String key) {
    double missing = isUnlimited() ? 0 : 1 - filled(buckets.get(key)).left();
    return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(missing * nanosEach()));
  }

  boolean isUnlimited() {
    return count == Integer.MAX_VALUE;
  }

  private double nanosEach() {
    return (double) window.toNanos() / count;
  }

  private Bucket filled(@Nullable Bucket bucket) {
    long now = nanoTime.getAsLong();
    if (bucket == null) {
      return new Bucket(count, now);
    }
    double more = (now - bucket.nanos()) / nanosEach();
    return new Bucket(Math.min(count, bucket.left() + more), now);
  }

  private Bucket less(Bucket bucket) {
    double least = -MAX_DEBT.toNanos() / nanosEach();
    return new Bucket(Math.max(least, bucket.left() - 1), bucket.nanos());
  }
}
