package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Has handlers sleep of more sockets than a view has threads, all at once. */
final class Sleepers implements Attack.Deed {
  private static final int SOCKETS = 640;
  private static final int SLEEP_MILLIS = 5_000;
  private static final int WAIT_MILLIS = 20;

  private final Queue<Stranger> awake = new ConcurrentLinkedQueue<>();

  @Override
  public void prepare(Attack attack) throws InterruptedException {
    attack.many(SOCKETS, n -> awake.add(attack.joined()));
  }

  /** Twice each, so that others sleep when the first are awake. */
  @Override
  public void once(Attack attack) throws IOException, InterruptedException {
    Stranger next = awake.poll();
    attack.countsNot();
    if (next == null) {
      Thread.sleep(WAIT_MILLIS);
      return;
    }
    next.text(Frames.event(1, "sleep", SLEEP_MILLIS, 1));
    next.text(Frames.event(2, "sleep", SLEEP_MILLIS, 1));
  }
}
