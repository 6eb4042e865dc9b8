package dev.livestash.internal.session;

import dev.livestash.internal.wire.ServerFrame;
import java.time.Duration;

/**
 * When tabs come back after a {@code bye}: each after a random time between the two, so that they
 * do not all come at once.
 *
 * @param min at least
 * @param max at most
 */
public record RetrySpread(Duration min, Duration max) {
  /** When a tab comes back that is to bring something else than it has. */
  static final RetrySpread AT_ONCE = new RetrySpread(Duration.ZERO, Duration.ofMillis(250));

  /** When a tab comes back, perhaps to another node, that has only had a stand-in here. */
  static final RetrySpread OF_STAND_IN = new RetrySpread(Duration.ZERO, Duration.ofSeconds(5));

  ServerFrame.Bye bye() {
    return new ServerFrame.Bye(min, max);
  }
}
