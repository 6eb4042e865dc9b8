package dev.livestash.internal.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
   * A map whose entries are gone after a time, though they may be counted a little longer.
   *
   * @param map the map
   * @param expire lets go of those whose time is over
   */
  public record Expiring<V>(ConcurrentMap<String, V> map, Runnable expire) {}

  /**
   * A map whose entries are forgotten a while after they were last used. Its user bounds it, and is
   * told of each that is forgotten.
   */
  public static <V> Expiring<V> byTime(
      Duration sinceUse, Consumer<V> forgotten, LongSupplier nanoTime) {
    Cache<String, V> cache =
        Caffeine.newBuilder()
            .expireAfterAccess(sinceUse)
            .evictionListener(
                (@Nullable String key, @Nullable V value, RemovalCause cause) -> {
                  if (value != null) {
                    forgotten.accept(value);
                  }
                })
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
    return new Expiring<>(cache.asMap(), cache::cleanUp);
  }

  /** A map whose entries say how long they live. Its user bounds it, and is told what goes. */
  public static <V> Expiring<V> byLifetime(
      Function<V, Duration> lifetime, BiConsumer<String, V> gone, LongSupplier nanoTime) {
    Cache<String, V> cache =
        Caffeine.newBuilder()
            .expireAfter(Expiry.writing((String key, V value) -> lifetime.apply(value)))
            .removalListener(
                (@Nullable String key, @Nullable V value, RemovalCause cause) -> {
                  if (key != null && value != null) {
                    gone.accept(key, value);
                  }
                })
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
    return new Expiring<>(cache.asMap(), cache::cleanUp);
  }
}
