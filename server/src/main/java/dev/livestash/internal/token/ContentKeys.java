package dev.livestash.internal.token;

import com.nimbusds.jose.JOSEException;
import dev.livestash.keys.KeyRing.SealingKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The content key that a sealer uses at present: another one after an hour, after as many tokens as
 * one key may seal, and as soon as another key of the ring seals. It is nowhere but in memory, so
 * that a process that starts again has others.
 */
final class ContentKeys {
  private static final long LIFE_NANOS = Duration.ofHours(1).toNanos();

  private final SecureRandom random;
  private final LongSupplier nanoTime;
  private volatile @Nullable Current current;

  private record Current(SealingKey wrapping, ContentKey key, long bornNanos) {}

  ContentKeys(SecureRandom random, LongSupplier nanoTime) {
    this.random = random;
    this.nanoTime = nanoTime;
  }

  ContentKey wrappedBy(SealingKey wrapping) throws JOSEException {
    Current last = current;
    if (last != null && isFit(last, wrapping)) {
      return last.key();
    }
    // Two threads may make one each: both are good, and one of them is used on.
    ContentKey key = ContentKey.wrappedBy(wrapping.secret(), random);
    current = new Current(wrapping, key, nanoTime.getAsLong());
    return key;
  }

  private boolean isFit(Current last, SealingKey wrapping) {
    return last.wrapping().equals(wrapping)
        && !last.key().isUsedUp()
        && nanoTime.getAsLong() - last.bornNanos() < LIFE_NANOS;
  }
}
