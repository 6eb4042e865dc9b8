package dev.livestash.internal.session;

import java.util.OptionalInt;

/**
 * Whether something gets nowhere: it was on its way each time that a socket was lost, and nothing
 * came of it in between. That is said once, until something does.
 */
final class Stuck {
  /** As many sockets in a row are no bad luck. */
  static final int TIMES = 3;

  private int losses;
  private String lost = "";
  private OptionalInt sentBytes = OptionalInt.empty();
  private int answers;

  /** A snapshot is on its way to the tab. */
  void sent(int bytes) {
    sentBytes = OptionalInt.of(bytes);
  }

  /** The tab has answered it. */
  void answered() {
    sentBytes = OptionalInt.empty();
    answers++;
  }

  /** The size of the snapshot that has no answer; empty if there is none. */
  OptionalInt sentBytes() {
    return sentBytes;
  }

  /** A socket was lost with an event on its way. Returns whether it is to be said now. */
  boolean isAtEvent(long seen) {
    return isAt("event after " + seen);
  }

  /** A socket was lost with a snapshot on its way. Returns whether it is to be said now. */
  boolean isAtKeep() {
    return isAt("keep after " + answers);
  }

  private boolean isAt(String place) {
    losses = place.equals(lost) ? losses + 1 : 1;
    lost = place;
    return losses == TIMES;
  }
}
