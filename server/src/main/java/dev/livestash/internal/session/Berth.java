package dev.livestash.internal.session;

import dev.livestash.internal.stores.Slots;
import dev.livestash.internal.wire.CloseCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance stands, and the tab that is there: in its seat, with the state here; or asleep,
 * with the state in the tab alone. Changed in the session's turn; who is there may be asked on any
 * thread.
 */
final class Berth<S> {
  private final Hosted<S> hosted;
  private final String sid;
  private @Nullable SnapshotMemory<S> memory;
  private @Nullable Timeline<S> timeline;
  private volatile @Nullable Seat<S> seat;
  private volatile @Nullable Asleep<S> asleep;

  /** The one whose waiting is being done, until all of it is. */
  private @Nullable Asleep<S> waking;

  /** What was to be done from outside to a state that slept, until the tab is in that comes. */
  private @Nullable Deque<Errand.Task> changes;

  private boolean ended;

  /** Of an instance that no tab has entered yet. */
  Berth(Hosted<S> hosted, String sid) {
    this.hosted = hosted;
    this.sid = sid;
  }

  // --- where the instance stands

  /** Where it stands; empty before its first attach, and while its state is not here. */
  Optional<Timeline<S>> timeline() {
    return Optional.ofNullable(timeline);
  }

  Timeline<S> now() {
    return Objects.requireNonNull(timeline, "a session has a timeline from its first attach on");
  }

  void now(Timeline<S> next) {
    timeline = next;
  }

  /** The generation that owns the instance; 0 before its first attach. */
  long gen() {
    return asleep().map(left -> left.place().gen()).orElseGet(this::genHere);
  }

  private long genHere() {
    return timeline().map(Timeline::gen).orElse(0L);
  }

  /** Whether its session is over. */
  boolean hasEnded() {
    return ended;
  }

  boolean isNew() {
    return timeline == null && asleep == null;
  }

  // --- who is there

  boolean isOccupied() {
    Seat<S> last = seat;
    return last != null && last.isTaken();
  }

  @SuppressWarnings("ReferenceEquality") // a peer is one connection, and no other is like it
  boolean isSeated(Peer peer) {
    return isOccupied() && seat().peer == peer;
  }

  /** The seat that was taken last; its tab may have left it. */
  Seat<S> seat() {
    return Objects.requireNonNull(seat, "a session has a seat from its first attach on");
  }

  /** The same; empty before the first attach, and while the state is not here. */
  Optional<Seat<S>> lastSeat() {
    return Optional.ofNullable(seat);
  }

  Optional<Asleep<S>> asleep() {
    return Optional.ofNullable(asleep);
  }

  @SuppressWarnings("ReferenceEquality") // each sleep is another one
  boolean isAsleep(Asleep<S> one) {
    return asleep == one;
  }

  boolean isAsleep(Peer peer) {
    return asleep().filter(left -> left.isOf(peer)).isPresent();
  }

  Optional<Peer> peer() {
    return asleep()
        .map(left -> left.peer)
        .or(() -> lastSeat().filter(Seat::isTaken).map(taken -> taken.peer));
  }

  /**
   * What the application sees of the tab that is there, or was there last, with or without state.
   */
  Optional<TabContext<S>> context() {
    return either(last -> last.context, Asleep::context);
  }

  /**
   * Of the seat or of what sleeps. Whoever asks on another thread looks at each twice: between two
   * looks a tab may wake, or its state fall asleep.
   */
  private <T> Optional<T> either(Function<Seat<S>, T> seated, Function<Asleep<S>, T> sleeping) {
    Optional<T> found = asleep().map(sleeping).or(() -> lastSeat().map(seated));
    return found.or(() -> asleep().map(sleeping)).or(() -> lastSeat().map(seated));
  }

  /** What the tab's tokens are bound to, that is or was there last. */
  Optional<String> subject() {
    return lastPeer().flatMap(Peer::subject);
  }

  /** Whether that was revoked since the instance started. */
  boolean isRevoked(Subjects.Said said) {
    return either(last -> last.age, Asleep::age)
        .filter(age -> said.isRevoked(subject(), age.startedAt()))
        .isPresent();
  }

  // --- what changes it

  /** What it remembers from one attach to the next. */
  SnapshotMemory<S> memory() {
    SnapshotMemory<S> held = memory;
    if (held == null) {
      held = hosted.snapshotMemory(new Slots(sid));
      memory = held;
    }
    return held;
  }

  void take(Seat<S> taken, Timeline<S> from) {
    timeline = from;
    seat = taken;
    // Not before: who looks meanwhile finds one of them.
    asleep = null;
  }

  /** The tab stays, and its state goes. */
  Asleep<S> sleep(Asleep.Owner<S> owner) {
    Seat<S> left = seat();
    Slots slots = memory().slots();
    Asleep<S> next =
        new Asleep<>(hosted, owner, left.holder(), now().place(), slots.isUnused() ? null : slots);
    sleeps(next);
    // Locals of the application's are closed then, of which one may not come back.
    left.sleep();
    return next;
  }

  /** What was to be done from outside to a state that sleeps waits for the tab that comes. */
  void takeChanges() {
    changes = asleep().map(left -> new ArrayDeque<>(left.takeChanges())).orElse(null);
  }

  /**
   * Does it, in order. What a step that fails or hangs leaves undone is there when this ends.
   *
   * @param isBack is told when this thread is back from a step
   */
  void doChanges(Runnable isBack) {
    Deque<Errand.Task> waiting = changes;
    while (waiting != null && !waiting.isEmpty()) {
      waiting.remove().run();
      isBack.run();
    }
    changes = null;
  }

  private void loseChanges() {
    if (changes != null) {
      changes.forEach(Errand.Task::isLost);
      changes = null;
    }
  }

  /** A tab is there, whose state is not. */
  void sleeps(Asleep<S> next) {
    asleep = next;
    seat = null;
    timeline = null;
    memory = null;
  }

  /** The state comes back: a seat is to be taken. */
  void wakes(Asleep<S> from) {
    memory = from.slots == null ? null : hosted.snapshotMemory(from.slots);
    waking = from;
  }

  /** What has waited for it is done. */
  void isAwake() {
    waking = null;
  }

  /**
   * Renders, seals and sends what a batch has changed.
   *
   * @param isBack is told when this thread is back from the view's render
   * @return false if nobody is there to be sent it, or an announced event is waited for
   */
  boolean flush(Runnable isBack) {
    if (!isOccupied() || seat().inbound.isAnnounced()) {
      return false;
    }
    Seat<S> here = seat();
    Timeline<S> rendered = here.outbound.flush(now());
    isBack.run();
    timeline = here.sender.flush(rendered);
    return true;
  }

  /** Goes on without the event whose handler does not come back; false if it is at none. */
  boolean givesUp() {
    Optional<Timeline<S>> next = isOccupied() ? seat().inbound.giveUp() : Optional.empty();
    next.ifPresent(this::now);
    if (next.isPresent() && waking != null) {
      waking.goesOn();
      waking = null;
    }
    return next.isPresent();
  }

  /** Closes the tab's socket; what it still sends does not count. */
  void close(CloseCode code, String reason) {
    lastPeer().filter(there -> !there.isClosed()).ifPresent(there -> there.close(code, reason));
    leave();
  }

  /** Of one whose leaving has begun and did not come to its end, too. */
  private Optional<Peer> lastPeer() {
    return either(last -> last.peer, left -> left.peer);
  }

  /** The tab's socket was lost. */
  void lost() {
    seat().lost(now());
    timeline = seat().sender.unasked(now());
    leave();
  }

  /** The tab is not there any more. */
  void leave() {
    asleep().ifPresent(Asleep::end);
    asleep = null;
    lastSeat().ifPresent(Seat::leave);
  }

  /** Nothing of it is done later. */
  void end() {
    ended = true;
    loseChanges();
    leave();
    if (waking != null) {
      waking.end();
    }
    if (memory != null) {
      memory.retry().cancel();
    }
  }

  /** Whether the tab holds all there is, or cannot. */
  boolean isAtRest() {
    return lastSeat().map(last -> last.sender.isAtRest(now())).orElse(true);
  }

  /** Whether all there is rests where it outlives this server. */
  boolean isStored() {
    return isAtRest() && lastSeat().filter(last -> last.sender.isUnprotected()).isEmpty();
  }

  /** Whether nothing that a tab relies on is lost with this. */
  boolean isRestorable() {
    return now().isRestorable() && !seat().sender.isUnprotected();
  }

  /** Whether only what its tab may not have heard keeps the state from resting with it alone. */
  boolean isUnheard() {
    return hosted.sleeps && !hosted.isDraining() && isOccupied() && seat().sender.isUnheard(now());
  }

  /** Asks the tab whether it has. */
  void ask() {
    if (isUnheard()) {
      timeline = seat().sender.asked(now());
    }
  }

  /** Whether the state rests with the tab only until its store answers. */
  boolean isGoingBack() {
    return lastSeat().filter(last -> last.sender.isGoingBack()).isPresent();
  }

  /** Whether the state may rest with the tab alone. */
  boolean maySleep() {
    return hosted.sleeps && !hosted.isDraining() && isOccupied() && seat().maySleep(now());
  }
}
