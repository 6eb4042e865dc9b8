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

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** What is left in a bucket at a time. */
  private record Bucket(double left, long nanos) {}

  private final int perMinute;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Bucket> buckets;

  Rate(int perMinute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
    this.buckets = BoundedMaps.byCount(MAX_KEYS, WINDOW, nanoTime);
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

  private boolean isUnlimited() {
    return perMinute == Integer.MAX_VALUE;
  }

  private double nanosEach() {
    return (double) WINDOW.toNanos() / perMinute;
  }

  private Bucket filled(@Nullable Bucket bucket) {
    long now = nanoTime.getAsLong();
    if (bucket == null) {
      return new Bucket(perMinute, now);
    }
    double more = (now - bucket.nanos()) / nanosEach();
    return new Bucket(Math.min(perMinute, bucket.left() + more), now);
  }

  /** Never in debt for longer than a minute. */
  private Bucket less(Bucket bucket) {
    return new Bucket(Math.max(-perMinute, bucket.left() - 1), bucket.nanos());
  }
}
