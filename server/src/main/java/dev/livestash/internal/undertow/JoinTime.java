package dev.livestash.internal.undertow;

import java.time.Duration;

/** How long a socket may take to say its join. */
final class JoinTime {
  /** A line that takes longer for that is none on which a view is live. */
  private static final int BYTES_PER_SECOND = 1 << 10;

  private JoinTime() {}

  /**
   * What is left of it. A large join on a slow line may take longer, as long as more of it comes;
   * but whoever sends just enough to look alive does not hold its room for hours.
   *
   * @param timeout how long nothing may come
   * @param sinceOpened how long the socket is open
   * @param sinceMoved how long nothing has come
   * @param bytes what has come
   */
  static Duration left(Duration timeout, Duration sinceOpened, Duration sinceMoved, int bytes) {
    Duration untilStuck = timeout.minus(sinceMoved);
    Duration inAll = timeout.plusSeconds(bytes / BYTES_PER_SECOND).minus(sinceOpened);
    return untilStuck.compareTo(inAll) < 0 ? untilStuck : inAll;
  }
}
