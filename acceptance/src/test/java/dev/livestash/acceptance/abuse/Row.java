package dev.livestash.acceptance.abuse;

import java.util.Locale;

/**
 * What came of one attack.
 *
 * @param deeds how often it was done, and ended by the server
 * @param ends how sockets of good tabs ended, of both views
 */
record Row(
    String name,
    String deeds,
    Waited attacked,
    Waited beside,
    Group.Ends ends,
    long heldMiB,
    long afterMiB) {
  /** What there may be of a heap of 512 MB after a collection. */
  private static final long MAX_HEAP_MIB = 480;

  /** How much longer a good tab may wait while there is an attack. */
  private static final double MAX_SLOWDOWN = 3;

  /** Below this, nobody notices, and the machine says more than the server. */
  private static final double UNNOTICED_MILLIS = 50;

  /** How long the tabs of one view waited, before an attack and during it. */
  record Waited(Group.Waits before, Group.Waits during) {
    double boundMillis() {
      return Math.max(UNNOTICED_MILLIS, MAX_SLOWDOWN * before.p99Millis());
    }

    /** Where nothing was edited, or nobody came, nothing is shown. */
    boolean isInTime() {
      return during.p99Millis() <= boundMillis()
          && during.joinMillis() <= Crowd.JOIN_PATIENCE.toMillis();
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%8.1f  %8.1f  %6.0f %5d ",
          before.p99Millis(),
          during.p99Millis(),
          boundMillis(),
          during.open());
    }
  }

  static String heading() {
    return String.format(
        Locale.ROOT,
        """
        Asked in each row: p99 of an edit's answer during the attack <= max(%.0f ms, %.0f x p99 before), in the view
        that is attacked and in another one beside; what has no answer at the end counts as answered then.
        Less than %d MiB of heap held. No socket of a good tab ended.
        Of %d good tabs that leave and come back, and %d new ones, none turned away, and all live within %d s.

                                                 | attacked view, p99 in ms          | view beside, p99 in ms            | longest join, ms  | MiB of heap |
        attack                        done/ended |   before    during   bound  open  |   before    during   bound  open  | attacked   beside |  held after | ended  away
        """,
        UNNOTICED_MILLIS,
        MAX_SLOWDOWN,
        MAX_HEAP_MIB,
        Crowd.COMING,
        Crowd.COMING,
        Crowd.JOIN_PATIENCE.toSeconds());
  }

  boolean holds() {
    boolean isInTime = attacked.isInTime() && beside.isInTime();
    boolean isInRoom = heldMiB >= 0 && heldMiB < MAX_HEAP_MIB;
    return isInTime && isInRoom && ends.closed() == 0 && ends.turnedAway() == 0;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%-29s %10s | %s | %s | %8.0f %8.0f | %5d %5d | %5d %5d  %s",
        name,
        deeds,
        attacked.text(),
        beside.text(),
        attacked.during().joinMillis(),
        beside.during().joinMillis(),
        heldMiB,
        afterMiB,
        ends.closed(),
        ends.turnedAway(),
        holds() ? "held" : "FAILED");
  }
}
