package dev.livestash.internal.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One tab in its session, from its attach until it leaves or another one takes over. Made anew for
 * each attach, so that nothing of an earlier tab is left in it.
 */
final class Seat<S> {
  final Peer peer;
  final TabContext<S> context;
  final Outbound<S> outbound;
  final SnapshotSender<S> sender;
  final Inbound<S> inbound;
  private final AtomicInteger waitingFrames = new AtomicInteger();
  private boolean left;

  Seat(
      Peer peer,
      TabContext<S> context,
      Outbound<S> outbound,
      SnapshotSender<S> sender,
      Inbound<S> inbound) {
    this.peer = peer;
    this.context = context;
    this.outbound = outbound;
    this.sender = sender;
    this.inbound = inbound;
  }

  boolean isTaken() {
    return !left;
  }

  /** The tab is not in it any more; what it still sends does not count. */
  void leave() {
    left = true;
    context.closeLocals();
  }

  /** Takes note of a frame that waits for its turn; false if too many do. */
  boolean hasRoomForFrame(int maxWaiting) {
    if (waitingFrames.get() >= maxWaiting) {
      return false;
    }
    waitingFrames.incrementAndGet();
    return true;
  }

  void frameHasTurn() {
    waitingFrames.decrementAndGet();
  }
}
