package dev.livestash.internal.session;

import java.time.Duration;
import java.util.function.Consumer;

/** What is done in a while for a tab that is there, though nobody types. */
final class Upkeep<S> {
  /** How long a tab that belongs on a newer node stays with a stand-in that it does not use. */
  static final Duration STAND_IN_PATIENCE = Duration.ofSeconds(5);

  private final Hosted<S> hosted;
  private final Berth<S> berth;
  private final Alarm alarm;
  private final Consumer<RetrySpread> leave;

  /**
   * Of one session.
   *
   * @param alarm rings in its turn
   * @param leave sends the tab on its way
   */
  Upkeep(Hosted<S> hosted, Berth<S> berth, Alarm alarm, Consumer<RetrySpread> leave) {
    this.hosted = hosted;
    this.berth = berth;
    this.alarm = alarm;
    this.leave = leave;
  }

  /** A tab has taken its seat. */
  void begin(TabContext<S> context) {
    long seenAtFirst = berth.now().seen();
    if (context.isStandIn()) {
      alarm.set(STAND_IN_PATIENCE, () -> leaveStandIn(seenAtFirst));
    } else {
      renewAfter(berth.seat().sender.untilRenewal());
    }
  }

  void renewAfter(Duration delay) {
    alarm.set(delay, this::renew);
  }

  /** A token must not expire while its page is open. */
  private void renew() {
    berth.asleep().ifPresent(left -> left.whenAwake(Errand.RENEWAL, this::renew));
    if (!berth.isOccupied()) {
      return;
    }
    Duration left = berth.seat().sender.untilRenewal();
    if (left.isZero()) {
      berth.now(berth.now().renewed());
    }
    renewAfter(left.isZero() ? hosted.services.times().renewalDelay() : left);
  }

  /** The tab's own state is elsewhere; what its user has done here meanwhile is only here. */
  private void leaveStandIn(long seenAtFirst) {
    if (berth.isOccupied() && berth.now().seen() == seenAtFirst) {
      leave.accept(RetrySpread.OF_STAND_IN);
    }
  }
}
