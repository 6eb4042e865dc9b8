package dev.livestash.internal.session;

import dev.livestash.settings.Limits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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
  private final AtomicLong waitingBytes = new AtomicLong();
  private boolean left;

  private Seat(
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

  /**
   * A seat for a tab.
   *
   * @param withheld what may have to wait for a snapshot
   * @param turns bring later steps into the session's turn
   * @param back is run when a thread is back from the application's code
   */
  static <S> Seat<S> of(
      Hosted<S> hosted,
      Peer peer,
      TabContext<S> context,
      Withheld withheld,
      SnapshotSender<S> sender,
      Turns<S> turns,
      Runnable back) {
    Outbound<S> outbound = new Outbound<>(hosted, peer, context, withheld);
    return new Seat<>(
        peer,
        context,
        outbound,
        sender,
        new Inbound<>(hosted, peer, context, outbound, sender, turns, back));
  }

  boolean isTaken() {
    return !left;
  }

  /** The tab is not in it any more; what it still sends does not count. */
  void leave() {
    left = true;
    context.closeLocals();
  }

  /** Takes note of a frame that waits for its turn; false if too many do, or too large ones. */
  boolean hasRoomFor(String frame, Limits limits) {
    int frames = waitingFrames.get();
    boolean hasRoom =
        frames < limits.maxWaitingFrames()
            && (frames == 0 || waitingBytes.get() + frame.length() <= limits.maxWaitingBytes());
    if (hasRoom) {
      waitingFrames.incrementAndGet();
      waitingBytes.addAndGet(frame.length());
    }
    return hasRoom;
  }

  void hasTurn(String frame) {
    waitingFrames.decrementAndGet();
    waitingBytes.addAndGet(-frame.length());
  }
}
