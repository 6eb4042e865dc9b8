package dev.livestash.internal.session;

import dev.livestash.internal.groups.Letter;
import dev.livestash.internal.memory.States;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.view.Outcome;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

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
  final TabReceiver receiver;
  final Age age;
  private final Stuck stuck;
  private final Hosted<S> hosted;
  private boolean left;

  private Seat(
      Hosted<S> hosted,
      Peer peer,
      TabContext<S> context,
      Outbound<S> outbound,
      SnapshotSender<S> sender,
      Inbound<S> inbound,
      TabReceiver receiver,
      Age age,
      Stuck stuck) {
    this.hosted = hosted;
    this.peer = peer;
    this.context = context;
    this.outbound = outbound;
    this.sender = sender;
    this.inbound = inbound;
    this.receiver = receiver;
    this.age = age;
    this.stuck = stuck;
  }

  /**
   * A seat for a tab.
   *
   * @param memory what the session remembers of earlier ones
   * @param weight is told what the state weighs
   * @param receiver what the tab's socket brings
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
      TabReceiver receiver,
      Entry<S> entry,
      Turns<S> silent,
      Turns<S> turns,
      BooleanSupplier back) {
    TabContext<S> context = entry.context();
    Delivery delivery = hosted.delivery(peer);
    Outbound<S> outbound =
        new Outbound<>(hosted, weight, peer, context, delivery, memory.answers());
    if (context.arrival().outcome() != Outcome.ADOPTED) {
      outbound.restore(entry.refused());
    }
    SnapshotSender<S> sender =
        new SnapshotSender<>(hosted, memory, weight, peer, entry, delivery, silent);
    return new Seat<>(
        hosted,
        peer,
        context,
        outbound,
        sender,
        new Inbound<>(hosted, peer, context, outbound, sender, receiver.waiting(), turns, back),
        receiver,
        entry.age(),
        memory.stuck());
  }

  /** What tells the tab where it is; empty if the view cannot attach to the state or show it. */
  Optional<byte[]> joined(Timeline<S> timeline) {
    return tried(
        "attached",
        "Attaching to a state of " + hosted.name + ", or showing it",
        () -> {
          attached(timeline);
          return outbound.joinedFrame(timeline);
        });
  }

  /** The tab, to be left alone with its state. */
  Holder<S> holder() {
    return new Holder<>(
        peer, receiver, context, age, outbound.joinedAtNanos(), sender.sealedAtNanos());
  }

  /** Goes on where the tab was before its state slept; false if the view throws. */
  boolean isAttachedAgain(Asleep<S> from, Timeline<S> timeline) {
    outbound.woken(from.joinedAtNanos);
    sender.woken(from.sealedAtNanos, timeline);
    return tried(
            "attached",
            "Attaching to a state of " + hosted.name,
            () -> {
              attached(timeline);
              return true;
            })
        .isPresent();
  }

  private void attached(Timeline<S> timeline) {
    context.attaching(() -> hosted.view.attached(timeline.state(), context));
  }

  /** Makes a change from outside; empty if that fails. */
  Optional<Timeline<S>> changed(Timeline<S> before, UnaryOperator<S> change) {
    return next(
        "update", "A change from outside of ", before, () -> changed(change, before.state()));
  }

  /** Handles a message; empty if that fails. */
  Optional<Timeline<S>> message(Timeline<S> before, Letter letter) {
    MessageCall.Call<S> call;
    try {
      call = hosted.handlers.bindMessage(letter.name(), letter.data());
    } catch (RuntimeException | Error unfit) {
      // What the data's class throws at it is Jackson's to wrap, but not all of it.
      hosted.tell(one -> one.dropped(hosted.name, "invalid"));
      return Optional.empty();
    }
    MessageCall<S> message = new MessageCall<>(letter.group(), letter.name(), context);
    return next(
        "message",
        "Handling a message in ",
        before,
        () ->
            Objects.requireNonNull(
                call.handle(before.state(), message),
                "A handler returned null; return the state it was given."));
  }

  private Optional<Timeline<S>> next(
      String where, String what, Timeline<S> before, Callable<S> change) {
    Optional<Timeline<S>> next =
        tried(
            where,
            what + hosted.name + " " + context.sid(),
            () -> sender.changed(before, change.call()));
    if (next.isPresent() && isTaken()) {
      // Whose tab is away is shown what there is when it is back.
      outbound.changed(before);
    }
    return next;
  }

  private <T> Optional<T> tried(String where, String what, Callable<T> call) {
    try {
      return Optional.of(call.call());
    } catch (Throwable failure) {
      hosted.failed(context.sid(), where, what, failure);
      context.refusal().ifPresent(why -> peer.close(CloseCode.REFUSED, why));
      return Optional.empty();
    }
  }

  private static <S> S changed(UnaryOperator<S> change, S state) {
    return Objects.requireNonNull(
        change.apply(state), "A change returned null; return the state that it was given.");
  }

  /** Whether the tab holds all there is, and nothing is on its way, so that this can sleep. */
  boolean maySleep(Timeline<S> timeline) {
    return isTaken()
        && !peer.isReceiving()
        && inbound.isIdle()
        && outbound.isIdle()
        && sender.isHeldByTab(timeline);
  }

  boolean isTaken() {
    return !left;
  }

  /** The tab's socket was lost. What was on its way may never get through. */
  void lost(Timeline<S> timeline) {
    int cutOffBytes = peer.cutOffBytes();
    if (cutOffBytes > 0) {
      tellIf(stuck.isAtEvent(timeline.seen()), "event", cutOffBytes);
    } else {
      stuck.sentBytes().ifPresent(bytes -> tellIf(stuck.isAtKeep(), "keep", bytes));
    }
  }

  private void tellIf(boolean isStuck, String frame, int bytes) {
    if (isStuck) {
      hosted.tell(one -> one.stuck(hosted.name, frame, bytes));
    }
  }

  /** The tab is not in it any more; what it still sends does not count. */
  void leave() {
    receiver.waiting().close();
    sleep();
    outbound.showsNothing();
  }

  /** The tab is there, but not in it; what it sends next comes to who takes over. */
  void sleep() {
    left = true;
    sender.leave();
    outbound.leave();
    context.closeLocals(hosted::localFailed);
  }
}
