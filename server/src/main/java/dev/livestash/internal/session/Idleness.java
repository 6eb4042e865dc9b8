package dev.livestash.internal.session;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long nothing has happened to a session whose tab is there. */
final class Idleness {
  /**
   * How long one that was woken stays awake though nobody looks: to open a token again and again
   * should cost its tab some time.
   */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Services services;
  private final Alarm alarm;
  private final Runnable sleep;
  private @Nullable Timeline<?> last;
  private long sinceNanos;
  private boolean isWatched;
  private boolean hasSlept;
  private long wokenAtNanos;

  /**
   * Nothing to watch yet.
   *
   * @param post brings a task into the session's turn
   * @param sleep is run when it was idle for long enough
   */
  Idleness(Services services, Consumer<Runnable> post, Runnable sleep) {
    this.services = services;
    this.alarm = new Alarm(services.scheduler(), post);
    this.sleep = sleep;
  }

  /**
   * Looks, after each batch, whether the instance stands elsewhere than before. A ping, for one,
   * does not change that.
   */
  @SuppressWarnings("ReferenceEquality") // each step makes a new one
  boolean isNews(Timeline<?> now) {
    if (now == last) {
      return false;
    }
    last = now;
    sinceNanos = services.nanos();
    if (!isWatched) {
      isWatched = true;
      alarm.set(services.times().sleepAfter(), this::ring);
    }
    return true;
  }

  /** It is awake again. */
  void wakes() {
    hasSlept = true;
    wokenAtNanos = services.nanos();
  }

  /**
   * Nobody looks at its page: it may sleep at once, or as soon as it was awake for a moment.
   *
   * @param still whether nobody does then
   */
  void isUnseen(BooleanSupplier still) {
    Duration left = PAUSE.minusNanos(services.nanos() - wokenAtNanos);
    if (!hasSlept || left.isNegative() || left.isZero()) {
      sleep.run();
    } else {
      alarm.set(left, () -> ringUnseen(still));
    }
  }

  /** What was in the way of it is not any more. */
  void asleepIfItMay() {
    sleep.run();
  }

  private void ringUnseen(BooleanSupplier still) {
    alarm.set(services.times().sleepAfter(), this::ring);
    if (still.getAsBoolean()) {
      sleep.run();
    }
  }

  private void ring() {
    Duration patience = services.times().sleepAfter();
    Duration left = patience.minusNanos(services.nanos() - sinceNanos);
    // One that cannot sleep yet is looked at again as if something had just happened.
    alarm.set(left.compareTo(Duration.ZERO) > 0 ? left : patience, this::ring);
    if (left.compareTo(Duration.ZERO) <= 0) {
      sleep.run();
    }
  }

  void ends() {
    alarm.cancel();
    last = null;
    isWatched = false;
  }
}
