package dev.livestash.internal.session;

import dev.livestash.internal.memory.States;
import dev.livestash.view.Outcome;
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
  final Waiting waiting;
  private final Age age;
  private boolean left;

  private Seat(
      Peer peer,
      TabContext<S> context,
      Outbound<S> outbound,
      SnapshotSender<S> sender,
      Inbound<S> inbound,
      Waiting waiting,
      Age age) {
    this.peer = peer;
    this.context = context;
    this.outbound = outbound;
    this.sender = sender;
    this.inbound = inbound;
    this.waiting = waiting;
    this.age = age;
  }

  /**
   * A seat for a tab.
   *
   * @param memory what the session remembers of earlier ones
   * @param weight is told what the state weighs
   * @param entry how the tab comes in
   * @param silent bring later steps into the session's turn, when nothing is announced
   * @param turns the same at any time
   * @param back is asked when a thread is back from the application's code: whether in time
   */
  static <S> Seat<S> of(
      Hosted<S> hosted,
      SnapshotMemory<S> memory,
      States.Weight weight,
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
    SnapshotSender<S> sender =
        new SnapshotSender<>(hosted, memory, weight, peer, entry, withheld, silent);
    Waiting waiting = new Waiting(peer, hosted.services, outbound::pong);
    return new Seat<>(
        peer,
        context,
        outbound,
        sender,
        new Inbound<>(hosted, peer, context, outbound, sender, waiting, turns, back),
        waiting,
        entry.age());
  }

  /** Whether what its tab's tokens are bound to was revoked since the instance started. */
  boolean isRevoked(Subjects.Said said) {
    return said.isRevoked(peer.subject(), age.startedAt());
  }

  boolean isTaken() {
    return !left;
  }

  /** The tab is not in it any more; what it still sends does not count. */
  void leave() {
    left = true;
    waiting.close();
    outbound.leave();
    context.closeLocals();
  }
}
