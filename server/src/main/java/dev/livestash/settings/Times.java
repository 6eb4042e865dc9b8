package dev.livestash.settings;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long things may take and last in a LiveStash. Immutable: each {@code with…} gives a copy. How
 * much it takes in and holds stands in {@link Limits}.
 */
public final class Times implements Cloneable {
  private static final Times DEFAULTS = new Times();

  // Not final so that a copy can have another value; none changes once its copy is given away.
  private Duration tokenLifetime = Duration.ofHours(24);
  private Duration instanceLifetime = Duration.ofDays(30);
  private Duration linger = Duration.ofSeconds(30);
  private Duration sleepAfter = Duration.ofSeconds(60);
  private Duration forkGrace = Duration.ofSeconds(60);
  private Duration joinTimeout = Duration.ofSeconds(30);
  private Duration storeTimeout = Duration.ofSeconds(3);
  private Duration handlerTimeout = Duration.ofSeconds(60);
  private Duration pingInterval = Duration.ofSeconds(15);
  private Duration silenceTimeout = Duration.ofSeconds(45);
  private Duration drainNotice = Duration.ofSeconds(2);
  private Duration keyReloadInterval = Duration.ofSeconds(30);
  private Duration revocationInterval = Duration.ofSeconds(10);
  private Duration rebindTime = Duration.ofMinutes(10);

  private Times() {}

  private Times with(Consumer<Times> change) {
    try {
      Times copy = (Times) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * Every time at its default.
   *
   * @return the defaults
   */
  public static Times defaults() {
    return DEFAULTS;
  }

  /** {@return how long a token can be used; 24 hours by default} */
  public Duration tokenLifetime() {
    return tokenLifetime;
  }

  /**
   * How long a token can be used after it was sealed, in whole seconds.
   *
   * @param lifetime at least one second
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withTokenLifetime(Duration lifetime) {
    Duration checked = Check.atLeast("tokenLifetime", lifetime, Duration.ofSeconds(1));
    return with(copy -> copy.tokenLifetime = checked);
  }

  /**
   * {@return how long an instance can be restored since its start or rebind; 30 days by default}
   */
  public Duration instanceLifetime() {
    return instanceLifetime;
  }

  /**
   * How long an instance can be restored, counted from its start, however often its token was
   * renewed.
   *
   * @param lifetime at least one second
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withInstanceLifetime(Duration lifetime) {
    Duration checked = Check.atLeast("instanceLifetime", lifetime, Duration.ofSeconds(1));
    return with(copy -> copy.instanceLifetime = checked);
  }

  /** {@return how long a session waits for its tab; 30 seconds by default} */
  public Duration linger() {
    return linger;
  }

  /**
   * How long a session stays in memory after its socket is gone, so that the tab's next socket
   * finds it as it was, without a token being opened. How many may wait: {@link
   * Limits#withMaxLingering}.
   *
   * @param time not negative; zero for not at all
   * @return a copy
   * @throws IllegalArgumentException if it is less, or longer than 100 years
   */
  public Times withLinger(Duration time) {
    Duration checked = Check.atLeast("linger", time, Duration.ZERO);
    return with(copy -> copy.linger = checked);
  }

  /** {@return how long a tab is idle until its session sleeps; 60 seconds by default} */
  public Duration sleepAfter() {
    return sleepAfter;
  }

  /**
   * How long nothing may happen to a tab that is there until its session lets go of its state,
   * which the tab holds, and brings back with its next event. Sooner where the page is hidden, or
   * where others need the memory. See {@link dev.livestash.view.View#sleeps}.
   *
   * @param time at least 10 ms
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withSleepAfter(Duration time) {
    Duration checked = Check.atLeast("sleepAfter", time, Duration.ofMillis(10));
    return with(copy -> copy.sleepAfter = checked);
  }

  /** {@return how far behind a copied tab may be; 60 seconds by default} */
  public Duration forkGrace() {
    return forkGrace;
  }

  /**
   * How far behind a copied tab may be: its token may be older than what the tab it was copied from
   * has kept meanwhile, but not for longer than this (twice this, if the other tab is busy). For
   * the built-in fence, and for how long replaced snapshots stay in a store.
   *
   * @param grace not negative
   * @return a copy
   * @throws IllegalArgumentException if it is less, or longer than 100 years
   */
  public Times withForkGrace(Duration grace) {
    Duration checked = Check.atLeast("forkGrace", grace, Duration.ZERO);
    return with(copy -> copy.forkGrace = checked);
  }

  /** {@return how long a socket may take to join; 30 seconds by default} */
  public Duration joinTimeout() {
    return joinTimeout;
  }

  /**
   * How long a socket may take to send its join; it is closed with 4002 then. A large token takes
   * its time on a slow line.
   *
   * @param timeout at least 10 ms
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withJoinTimeout(Duration timeout) {
    Duration checked = Check.atLeast("joinTimeout", timeout, Duration.ofMillis(10));
    return with(copy -> copy.joinTimeout = checked);
  }

  /** {@return how long a store may take to answer; 3 seconds by default} */
  public Duration storeTimeout() {
    return storeTimeout;
  }

  /**
   * How long a store of snapshots may take to answer. A snapshot that it has not taken then goes to
   * the tab; a tab whose snapshot it has not given is closed with 1013 and comes back.
   *
   * @param timeout at least 10 ms
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withStoreTimeout(Duration timeout) {
    Duration checked = Check.atLeast("storeTimeout", timeout, Duration.ofMillis(10));
    return with(copy -> copy.storeTimeout = checked);
  }

  /** {@return how long an event's handler may take; 60 seconds by default} */
  public Duration handlerTimeout() {
    return handlerTimeout;
  }

  /**
   * How long a handler may take. Its thread is interrupted then; the event has failed with {@code
   * timeout}, and the state is as before. A handler that does not end within a second of that is
   * left to itself, and its session goes on without it. Whatever else of a view does not come back
   * in this time ends its session: the tab comes back with its last kept state. A time in which the
   * whole process stood still is nobody's.
   *
   * @param timeout at least 10 ms
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withHandlerTimeout(Duration timeout) {
    Duration checked = Check.atLeast("handlerTimeout", timeout, Duration.ofMillis(10));
    return with(copy -> copy.handlerTimeout = checked);
  }

  /** {@return how often a socket is pinged; every 15 seconds by default} */
  public Duration pingInterval() {
    return pingInterval;
  }

  /** {@return how long a socket may be silent, pongs included; 45 seconds by default} */
  public Duration silenceTimeout() {
    return silenceTimeout;
  }

  /**
   * How often a socket is pinged (RFC 6455 section 5.5.2), and how long it may be silent; it is
   * closed with 1001 then.
   *
   * @param interval at least 10 ms
   * @param silence longer than the interval
   * @return a copy
   * @throws IllegalArgumentException if the interval is shorter or the silence not longer than it
   */
  public Times withLiveness(Duration interval, Duration silence) {
    Duration ping = Check.atLeast("interval", interval, Duration.ofMillis(10));
    Duration timeout = Check.atLeast("silence", silence, interval.plusMillis(1));
    return with(
        copy -> {
          copy.pingInterval = ping;
          copy.silenceTimeout = timeout;
        });
  }

  /**
   * {@return how long a drain turns newcomers away before it lets tabs go; 2 seconds by default}
   */
  public Duration drainNotice() {
    return drainNotice;
  }

  /**
   * How long a node that drains turns newcomers away, and says so to health checks, before it lets
   * the first of its tabs go: a load balancer that looks once a second then sends none of them back
   * to it. Longer than the balancer's interval, times as many failed checks as it waits for.
   *
   * @param notice not negative; zero where nothing balances
   * @return a copy
   * @throws IllegalArgumentException if it is less, or longer than 100 years
   */
  public Times withDrainNotice(Duration notice) {
    Duration checked = Check.atLeast("drainNotice", notice, Duration.ZERO);
    return with(copy -> copy.drainNotice = checked);
  }

  /** {@return how often the key file is read again; every 30 seconds by default} */
  public Duration keyReloadInterval() {
    return keyReloadInterval;
  }

  /**
   * How often the key file is read again, so that keys are rotated without a restart; for a ring
   * that came from a file. Unless this is off, the file is also read, at most once a second, when a
   * token names a key that the ring does not have.
   *
   * @param every at least 1 second, or zero for never
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withKeyReloadInterval(Duration every) {
    Duration checked =
        every.isZero() ? every : Check.atLeast("keyReloadInterval", every, Duration.ofSeconds(1));
    return with(copy -> copy.keyReloadInterval = checked);
  }

  /** {@return how late another node learns of a revocation; 10 seconds by default} */
  public Duration revocationInterval() {
    return revocationInterval;
  }

  /**
   * How often a node asks the fence whether what its tabs are bound to was revoked elsewhere.
   *
   * @param every at least 10 ms
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withRevocationInterval(Duration every) {
    Duration checked = Check.atLeast("revocationInterval", every, Duration.ofMillis(10));
    return with(copy -> copy.revocationInterval = checked);
  }

  /** {@return how long a state may take to come to its new binding; 10 minutes by default} */
  public Duration rebindTime() {
    return rebindTime;
  }

  /**
   * How long after a {@code rebind} a tab may take to come back under the new binding.
   *
   * @param time at least one second
   * @return a copy
   * @throws IllegalArgumentException if it is shorter, or longer than 100 years
   */
  public Times withRebindTime(Duration time) {
    Duration checked = Check.atLeast("rebindTime", time, Duration.ofSeconds(1));
    return with(copy -> copy.rebindTime = checked);
  }

  /** {@return how long a token is left alone before it is renewed: three quarters of its life} */
  public Duration renewalDelay() {
    return tokenLifetime.multipliedBy(3).dividedBy(4);
  }
}
