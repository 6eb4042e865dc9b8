package dev.livestash.internal.session;

import dev.livestash.internal.memory.States;
import dev.livestash.internal.snapshot.Restore;
import java.util.function.UnaryOperator;

/** Makes a seat for a tab that comes into its session, and brings its later steps into its turn. */
final class Seating<S> {
  private final Hosted<S> hosted;
  private final Berth<S> berth;
  private final Mailbox mailbox;
  private final States.Weight weight;

  /**
   * Of one session.
   *
   * @param berth where its tabs come in
   * @param mailbox its turn
   * @param weight is told what its state weighs
   */
  Seating(Hosted<S> hosted, Berth<S> berth, Mailbox mailbox, States.Weight weight) {
    this.hosted = hosted;
    this.berth = berth;
    this.mailbox = mailbox;
    this.weight = weight;
  }

  /** The tab takes its seat. */
  Seat<S> take(TabReceiver receiver, Peer peer, Entry<S> entry) {
    Turns<S> silent = step -> inTurn(peer, now -> berth.seat().inbound.whenSilent(now, step));
    Turns<S> turns = step -> inTurn(peer, step);
    Seat<S> taken =
        Seat.of(
            hosted, berth.memory(), weight, peer, receiver, entry, silent, turns, mailbox::back);
    weight.isOf(peer.visitor().share());
    berth.take(taken, entry.timeline());
    return taken;
  }

  /** A state is back in its session; false if the view cannot attach to it. */
  boolean wake(Asleep<S> from, Restore.Verified snapshot, S state) {
    berth.wakes(from);
    Entry<S> entry = from.entry(snapshot, state);
    weight.is(hosted.weight(snapshot.state().length()), entry.context().heldBytes());
    Seat<S> taken = take(from.receiver, from.peer, entry);
    return taken.isAttachedAgain(from, entry.timeline());
  }

  /** The tab is there, and its state is not. */
  Asleep<S> asleep(TabReceiver receiver, Peer peer, AsleepEntry<S> entry, Asleep.Owner<S> owner) {
    long now = hosted.services.nanos();
    Holder<S> holder = new Holder<>(peer, receiver, entry.context(), entry.age(), now, now);
    Asleep<S> asleep = new Asleep<>(hosted, owner, holder, entry.place(), null);
    weight.isOf(peer.visitor().share());
    weight.is(hosted.weight(entry.token().stateBytes()), entry.context().heldBytes());
    berth.sleeps(asleep);
    return asleep;
  }

  /** Runs a later step of a tab's, if that is still in its seat. */
  private void inTurn(Peer peer, UnaryOperator<Timeline<S>> step) {
    mailbox.post(
        () -> {
          if (berth.isSeated(peer)) {
            berth.now(step.apply(berth.now()));
          }
        });
  }
}
