package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * The joins that are at a session: the one whose stage runs now, and those that wait for an answer.
 */
final class Joins {
  private @Nullable Peer present;
  private int waiting;

  /** Runs a stage of a join, in its session's turn. */
  void run(Peer peer, Runnable stage) {
    present = peer;
    stage.run();
    present = null;
  }

  /** A join waits for an answer, so that the session has to be there for it. */
  void waits() {
    waiting++;
  }

  void waitsNoMore() {
    waiting--;
  }

  boolean noneWaits() {
    return waiting == 0;
  }

  /** The stage that runs has failed. */
  void fail(CloseCode code, String reason) {
    if (present != null) {
      present.close(code, reason);
      present = null;
    }
  }
}
