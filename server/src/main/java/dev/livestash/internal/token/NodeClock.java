package dev.livestash.internal.token;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The time of a node, for claims. A clock can be set, and then nobody knows whether it was wrong
 * before or is wrong now. So for as long as tokens of before are about, the time lies between two
 * readings: tokens are issued at the later one, and expire by the earlier one. That way a jump
 * costs nothing that this node has sealed.
 */
public final class NodeClock {
  /** What is taken for a jump; by less than that, the clocks of two nodes may differ anyway. */
  static final Duration JUMP = Duration.ofSeconds(60);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long memoryNanos;
  private final AtomicBoolean hasSeenTheFuture = new AtomicBoolean();
  private final AtomicBoolean hasSeenARevocation = new AtomicBoolean();

  // How far the clock is ahead of the monotonic one, in milliseconds.
  private long lastLead;
  private long leastLead;
  private long mostLead;
  private long jumpedAtNanos;

  /**
   * A clock.
   *
   * @param clock the machine's
   * @param nanoTime a monotonic clock, by which a jump is noticed
   * @param memory how long a jump matters: as long as a token lives
   */
  public NodeClock(Clock clock, LongSupplier nanoTime, Duration memory) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.memoryNanos = memory.toNanos();
    long nanos = nanoTime.getAsLong();
    this.jumpedAtNanos = nanos - memoryNanos;
    this.lastLead = lead(nanos);
    this.leastLead = lastLead;
    this.mostLead = lastLead;
  }

  /**
   * The time by which tokens expire.
   *
   * @return the earliest that it may be
   */
  public Instant earliest() {
    return reading(false);
  }

  /**
   * The time at which tokens are issued.
   *
   * @return the latest that it may be
   */
  public Instant latest() {
    return reading(true);
  }

  private synchronized Instant reading(boolean latest) {
    long nanos = nanoTime.getAsLong();
    note(lead(nanos), nanos);
    return Instant.ofEpochMilli(millis(nanos) + (latest ? mostLead : leastLead));
  }

  private long lead(long nanos) {
    return clock.millis() - millis(nanos);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private void note(long lead, long nanos) {
    Duration jump = Duration.ofMillis(lead - lastLead);
    lastLead = lead;
    if (jump.abs().compareTo(JUMP) >= 0) {
      jumpedAtNanos = nanos;
      sayJumped(jump);
    } else if (nanos - jumpedAtNanos >= memoryNanos) {
      leastLead = lead;
      mostLead = lead;
    }
    leastLead = Math.min(leastLead, lead);
    mostLead = Math.max(mostLead, lead);
  }

  private void sayJumped(Duration jump) {
    log(
        "The clock of this node was set "
            + (jump.isNegative() ? "back by " : "ahead by ")
            + text(jump.abs())
            + ", or the machine has slept. What this node has sealed stays good for "
            + text(Duration.ofNanos(memoryNanos))
            + " from now; other nodes go by their own clocks. Run NTP.");
  }

  /**
   * Notes when a token was issued. One from the future is authentic all the same: a clock is wrong,
   * this node's or that of the one that sealed it. Said once.
   *
   * @param claims of a token that can be used
   */
  public void compare(Claims claims) {
    Duration ahead = Duration.between(latest(), Instant.ofEpochSecond(claims.iat()));
    if (ahead.compareTo(JUMP) > 0 && hasSeenTheFuture.compareAndSet(false, true)) {
      log(
          "A token was issued "
              + text(ahead)
              + " in the future, and is used all the same: the clock of this node, or of the one"
              + " that sealed it, is wrong. Run NTP. Later ones are not mentioned.");
    }
  }

  /**
   * Notes the last second whose starts are revoked. One from the future ends what starts until
   * then, too. Said once.
   *
   * @param second seconds since 1970
   */
  public void compareRevocation(long second) {
    Duration ahead = Duration.between(latest(), Instant.ofEpochSecond(second));
    if (ahead.compareTo(JUMP) > 0 && hasSeenARevocation.compareAndSet(false, true)) {
      log(
          "Something was revoked "
              + text(ahead)
              + " in the future: the clock of this node, or of the one that was told, is wrong, and"
              + " whoever was revoked by name may be revoked until then. Run NTP. Later ones are"
              + " not mentioned.");
    }
  }

  private static String text(Duration duration) {
    String iso = Duration.ofSeconds(duration.toSeconds()).toString();
    return iso.substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static void log(String line) {
    System.getLogger("dev.livestash").log(Level.WARNING, "{0}", line);
  }
}
