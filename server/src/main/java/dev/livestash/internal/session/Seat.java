package dev.livestash.internal.session;

import dev.livestash.settings.Limits;
import dev.livestash.view.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

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
   * @param memory what the session remembers of earlier ones
   * @param entry how the tab comes in
   * @param silent bring later steps into the session's turn, when nothing is announced
   * @param turns the same at any time
   * @param back is asked when a thread is back from the application's code: whether in time
   */
  static <S> Seat<S> of(
      Hosted<S> hosted,
      SnapshotMemory<S> memory,
      Peer peer,
      Entry<S> entry,
      Turns<S> silent,
      Turns<S> turns,
      BooleanSupplier back) {
    TabContext<S> context = entry.context();
    Withheld withheld = hosted.withheld(peer);
    Outbound<S> outbound = new Outbound<>(hosted, peer, context, withheld, memory.answers());
    if (context.arrival().outcome() != Outcome.ADOPTED) {
      outbound.restore(entry.refused());
    }
    SnapshotSender<S> sender = new SnapshotSender<>(hosted, memory, peer, entry, withheld, silent);
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
    outbound.leave();
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
