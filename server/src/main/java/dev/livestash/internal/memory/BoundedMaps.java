package dev.livestash.internal.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntBiFunction;

/** Makes maps that hold so much and no more: what is used least goes first. */
public final class BoundedMaps {
  private BoundedMaps() {}

  /** A map of at most so many entries, each forgotten a while after it was last used. */
  public static <V> ConcurrentMap<String, V> byCount(
      long maxEntries, Duration sinceUse, LongSupplier nanoTime) {
    return Caffeine.newBuilder()
        .maximumSize(maxEntries)
        .expireAfterAccess(sinceUse)
        .ticker(nanoTime::getAsLong)
        .<String, V>build()
        .asMap();
  }

  /**
   * A map of at most so many bytes, whose entries say how long they live. What has no room is gone
   * before {@code put} returns.
   */
  public static <V> ConcurrentMap<String, V> byBytes(
      long maxBytes,
      ToIntBiFunction<String, V> bytes,
      Function<V, Duration> lifetime,
      LongSupplier nanoTime) {
    return Caffeine.newBuilder()
        .maximumWeight(maxBytes)
        .weigher((String key, V value) -> bytes.applyAsInt(key, value))
        .expireAfter(Expiry.writing((String key, V value) -> lifetime.apply(value)))
        .ticker(nanoTime::getAsLong)
        .executor(Runnable::run)
        .<String, V>build()
        .asMap();
  }
}
