package dev.livestash.internal.memory;

import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How much each client has of one thing, in bytes or in number: of all addresses, or of all
 * subjects, or of both. Holds those that have some. Safe for use by several threads.
 */
public final class Shares {
  private final long most;
  private final String what;
  private final ConcurrentMap<String, Long> held = new ConcurrentHashMap<>();
  private final AtomicBoolean hasSaid = new AtomicBoolean();

  /**
   * None yet; whoever asks says who has too much.
   *
   * @param most how much each may have; {@link Long#MAX_VALUE} if that is not counted
   */
  public Shares(long most) {
    this(most, "");
  }

  /**
   * None yet; the log says once that somebody has too much.
   *
   * @param most how much each may have
   * @param what it is, with its unit
   */
  public Shares(long most, String what) {
    this.most = most;
    this.what = what;
  }

  public boolean areCounted() {
    return most < Long.MAX_VALUE;
  }

  /** Whether a client has less than it may; one that has nothing may have one that is larger. */
  public boolean hasRoom(String client, long more) {
    return fits(client, Math.min(more, most));
  }

  /** Whether a client has no more than it may with so much more, whatever it has now. */
  public boolean fits(String client, long more) {
    return held.getOrDefault(client, 0L) + more <= most;
  }

  public boolean isHalfFull(String client) {
    return held.getOrDefault(client, 0L) > most / 2;
  }

  /**
   * Takes so much for a client, at least 1; false if it may not have it. One that has nothing may
   * have one that is larger.
   */
  public boolean take(String client, long more) {
    Long now = held.merge(client, more, Shares::sum);
    if (now == null || now <= most || now == more) {
      return true;
    }
    add(client, -more);
    isFull();
    return false;
  }

  /** Notes what a client has in any case, and what it has no more if it is negative. */
  public void add(String client, long more) {
    if (more != 0) {
      held.merge(client, more, Shares::sum);
    }
  }

  /** Says once that a client is refused some, for it has its share. */
  public void isFull() {
    if (!what.isEmpty() && hasSaid.compareAndSet(false, true)) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "One client has its share of {0}, {1}, and gets no more of it. A client is a subject,"
                  + " or else an address; if that is of a proxy, name it with withTrustedProxies"
                  + " (said once)",
              what,
              most);
    }
  }

  private static @Nullable Long sum(long before, long more) {
    return before + more == 0 ? null : before + more;
  }

  /** How many clients have some. */
  int size() {
    return held.size();
  }

  /** One client's, beside another one of the same client's, as of its address. */
  public Share of(String client, Share other) {
    return new Share() {
      @Override
      public boolean hasRoom(long bytes) {
        return Shares.this.hasRoom(client, bytes) && other.hasRoom(bytes);
      }

      @Override
      public void add(long bytes) {
        Shares.this.add(client, bytes);
        other.add(bytes);
      }
    };
  }
}
