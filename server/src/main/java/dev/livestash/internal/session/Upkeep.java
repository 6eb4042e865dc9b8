package dev.livestash.internal.session;

import java.time.Duration;
import java.util.function.Consumer;

/** What is done for a session that does not sleep: for joins that are at it, and in a while. */
final class Upkeep<S> {
  /** How long a tab that belongs on a newer node stays with a stand-in that it does not use. */
  static final Duration STAND_IN_PATIENCE = Duration.ofSeconds(5);

  private final Hosted<S> hosted;
  private final Berth<S> berth;
  private final Alarm alarm;
  private final Idleness idleness;
  private final Joins joins = new Joins();
  private final Consumer<RetrySpread> leave;

  /**
   * Of one session.
   *
   * @param post brings a task into its turn
   * @param sleep is run when it was idle for long enough
   * @param leave sends the tab on its way
   */
  Upkeep(
      Hosted<S> hosted,
      Berth<S> berth,
      Consumer<Runnable> post,
      Runnable sleep,
      Consumer<RetrySpread> leave) {
    this.hosted = hosted;
    this.berth = berth;
    this.alarm = new Alarm(hosted.services.scheduler(), post);
    this.idleness = new Idleness(hosted.services, post, sleep);
    this.leave = leave;
  }

  Idleness idleness() {
    return idleness;
  }

  Joins joins() {
    return joins;
  }

  /** A tab has taken its seat. */
  void begin(TabContext<S> context) {
    long seenAtFirst = berth.now().seen();
    if (context.isStandIn()) {
      alarm.set(STAND_IN_PATIENCE, () -> leaveStandIn(seenAtFirst));
    } else {
      renew();
    }
  }

  /** What a batch has brought about is done: notes since when the state could sleep. */
  void rests(Stay<?> stay) {
    // A ping is no use of it.
    if (idleness.isNews(berth.now())) {
      stay.rests(berth.maySleep());
    }
    if (berth.seat().sender.takeHeard()) {
      idleness.asleepIfItMay();
    } else if (isUnseen()) {
      idleness.isUnseen(this::isUnseen);
    }
  }

  /** Whether nobody looks at the tab's page. */
  private boolean isUnseen() {
    return berth.isOccupied() && berth.seat().inbound.isHidden();
  }

  /** A token must not expire while its page is open. */
  private void renew() {
    if (!berth.isOccupied()) {
      return;
    }
    Duration left = berth.seat().sender.untilRenewal();
    if (left.isZero()) {
      berth.now(berth.now().renewed());
    }
    alarm.set(left.isZero() ? hosted.services.times().renewalDelay() : left, this::renew);
  }

  /** The tab's own state is elsewhere; what its user has done here meanwhile is only here. */
  private void leaveStandIn(long seenAtFirst) {
    if (berth.isOccupied() && berth.now().seen() == seenAtFirst) {
      leave.accept(RetrySpread.OF_STAND_IN);
    }
  }

  /** Its tab is gone: waits for a while whether it comes back. */
  void linger(Runnable end) {
    idleness.ends();
    alarm.set(hosted.services.times().linger(), end);
  }

  /** Nothing is done any more. */
  void ends() {
    alarm.cancel();
    idleness.ends();
  }
}
