package dev.livestash.internal.session;

import java.util.concurrent.Executor;

/** Runs what sessions have to do, off the I/O threads. */
public interface Threads extends Executor {
  /**
   * Runs what goes on with a session whose thread does not come back and is given up: that thread
   * counts for nobody from now on.
   */
  default void succeed(Runnable turn) {
    execute(turn);
  }
}
