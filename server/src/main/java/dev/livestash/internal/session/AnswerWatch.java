package dev.livestash.internal.session;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tab answers the snapshots that it is sent, one at a time. One that does not is not
 * disturbed, but nothing of it outlives this server: that is reported, once. At most one timer is
 * set at a time, whatever is sent.
 */
final class AnswerWatch<S> {
  /** How long a tab may take: one in the background stores late. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Services services;
  private final Turns<S> turns;
  private final Runnable report;
  private long sentAtNanos;
  private boolean waits;
  private Scheduler.@Nullable Timer timer;
  private boolean hasReported;

  AnswerWatch(Services services, Turns<S> turns, Runnable report) {
    this.services = services;
    this.turns = turns;
    this.report = report;
  }

  void sent() {
    waits = true;
    sentAtNanos = services.nanos();
    if (timer == null && !hasReported) {
      lookAfter(PATIENCE);
    }
  }

  void answered() {
    waits = false;
  }

  /** Its tab is not in its seat any more. */
  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void lookAfter(Duration delay) {
    timer =
        services
            .scheduler()
            .after(
                delay,
                () ->
                    turns.later(
                        now -> {
                          look();
                          return now;
                        }));
  }

  private void look() {
    timer = null;
    if (!waits) {
      return;
    }
    Duration left = PATIENCE.minusNanos(services.nanos() - sentAtNanos);
    if (left.compareTo(Duration.ZERO) > 0) {
      lookAfter(left);
    } else {
      hasReported = true;
      report.run();
    }
  }
}
