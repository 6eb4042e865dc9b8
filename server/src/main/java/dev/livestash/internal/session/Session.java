package dev.livestash.internal.session;

import dev.livestash.internal.memory.States;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.wire.CloseCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One instance in this node's memory. Everything in it runs in its mailbox, one task after the
 * other: joins, frames, changes from outside. After each batch, what they changed is rendered,
 * sealed and sent. When its tab is idle, it lets go of its state until the tab brings it; when its
 * tab is gone it lingers for a while, to be adopted by the tab's next socket.
 */
final class Session<S> implements Mailbox.Owner, Updates<S>, Asleep.Owner<S>, States.Owner {
  private final Hosted<S> hosted;
  private final String sid;
  private final Mailbox mailbox;
  private final Berth<S> berth;
  private final Outside<S> outside;
  private final Stay<Session<S>> stay;

  /** Null while the state is not here, for there are many such sessions. */
  private @Nullable Upkeep<S> upkeep;

  private @Nullable CompletableFuture<Boolean> draining;

  /** Seen also by a thread that was given up, and goes on: it finds its session over. */
  private volatile boolean ended;

  /** Whether nothing was lost with it. */
  private boolean endedStored;

  /**
   * A session that no tab has entered yet.
   *
   * @param bytes what it will weigh, about
   */
  Session(
      Hosted<S> hosted, Sessions<Session<S>> sessions, String sid, Threads threads, long bytes) {
    this.hosted = hosted;
    this.sid = sid;
    this.mailbox = new Mailbox(threads, hosted.watchdog, this);
    this.berth = new Berth<>(hosted, sid);
    this.outside = new Outside<>(hosted, sid, berth, mailbox::post);
    this.stay =
        new Stay<>(sessions, this, sid, hosted.services.memory().states().weight(bytes, this));
  }

  @Override
  public String sid() {
    return sid;
  }

  /** This thread is back from the application's code: its task ends, if it was given up. */
  void isBack() {
    mailbox.back();
  }

  /** Where the instance stands, and who is there. */
  Berth<S> berth() {
    return berth;
  }

  /** Ends, if what its tab is bound to was revoked; the tab comes back to a new instance. */
  void endIfRevoked(Subjects.Said said) {
    post(
        () -> {
          if (!ended && berth.isRevoked(said)) {
            end(CloseCode.REVOKED, "revoked");
          }
        });
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public void post(Runnable task) {
    mailbox.post(task);
  }

  /** Adds a task as the last thing that a task of such a thread does. */
  void postLast(Runnable task) {
    mailbox.postLast(task);
  }

  /** What a task throws ends the session: the tab comes back with its last kept snapshot. */
  @Override
  public void failed(Throwable failure) {
    hosted.failed(
        sid, "session", hosted.name + " " + sid + ", which starts over from its token,", failure);
    if (failure instanceof RefusedException refused) {
      failed(CloseCode.REFUSED, refused.reason());
    } else {
      failed(CloseCode.INTERNAL_ERROR, "the view failed");
    }
  }

  private void failed(CloseCode code, String reason) {
    joins().fail(code, reason);
    end(code, reason);
  }

  @Override
  public void afterBatch() {
    if (!berth.flush(this::isBack)) {
      stay.goesOnLingering(berth::isRestorable);
      return;
    }
    if (hosted.isDraining() && berth.isAtRest()) {
      leave(hosted.retrySpread());
    } else if (hosted.sleeps) {
      upkeep().rests(stay);
    }
  }

  @Override
  public void isSlow() {
    berth.lastSeat().ifPresent(now -> now.inbound.isSlow());
  }

  @Override
  public void isStuck() {
    if (!berth.givesUp()) {
      failed(new IllegalStateException("The view has not come back in time"));
    }
  }

  // --- joins

  /** Runs a stage of a join, in its turn. A session that no tab has entered ends with it. */
  void join(Peer peer, Runnable stage) {
    joins().run(peer, stage);
    if (berth.isNew() && joins().noneWaits()) {
      end();
    }
  }

  Joins joins() {
    return upkeep().joins();
  }

  private Upkeep<S> upkeep() {
    Upkeep<S> now = upkeep;
    if (now == null) {
      now = new Upkeep<>(hosted, berth, mailbox::post, this::sleepIfIdle, this::leave);
      upkeep = now;
    }
    return now;
  }

  /**
   * A tab takes its seat: the one before is closed, and nothing it still sends counts.
   *
   * @return false if the view cannot attach to the state or show it, and has not refused the tab
   */
  boolean enter(Peer peer, Entry<S> entry) {
    berth.takeChanges();
    TabReceiver receiver = comes(peer);
    Seat<S> taken = seating().take(receiver, peer, entry);
    Optional<byte[]> joined = taken.joined(berth.now());
    mailbox.back();
    if (joined.isEmpty()) {
      end();
      return entry.context().refusal().isPresent();
    }
    peer.joined(receiver);
    taken.outbound.joined(joined.get());
    upkeep().begin(taken.context);
    // What has waited for a state that slept, before what comes later.
    berth.doChanges(this::isBack);
    receiver.goneIfClosed();
    return true;
  }

  /** The same, of a tab whose state stays with it. */
  void enter(Peer peer, AsleepEntry<S> entry) {
    berth.takeChanges();
    TabReceiver receiver = comes(peer);
    // What was joined in an attach before is not joined in this one.
    outside.memberships().attaching(() -> {});
    Asleep<S> asleep = seating().asleep(receiver, peer, entry, this);
    hasGoneToSleep();
    peer.joined(receiver);
    asleep.begin(entry);
    berth.doChanges(this::isBack);
    receiver.goneIfClosed();
  }

  private TabReceiver comes(Peer peer) {
    berth.close(CloseCode.SUPERSEDED, "another socket owns this instance");
    mailbox.back();
    stay.isBack();
    return new TabReceiver(hosted, peer, this);
  }

  private Seating<S> seating() {
    return new Seating<>(hosted, berth, mailbox, stay.weight());
  }

  @Override
  public void frame(Peer from, ReceivedFrame frame) {
    if (berth.isSeated(from)) {
      berth.now(berth.seat().inbound.take(berth.now(), frame));
    } else {
      berth.asleep().filter(left -> left.isOf(from)).ifPresent(left -> left.take(frame));
    }
  }

  @Override
  public FromOutside<S> outside() {
    return outside;
  }

  @Override
  public void refuse(String reason) {
    post(
        () -> {
          if (!ended) {
            berth.flush(this::isBack);
            end(CloseCode.REFUSED, reason);
          }
        });
  }

  // --- sleep

  /** While it sleeps, nobody brings its snapshot back to the store that did not take it. */
  private void sleepIfIdle() {
    if (!berth.isGoingBack()) {
      sleepIfItMay();
    }
  }

  private void sleepIfItMay() {
    if (!berth.maySleep() || !joins().noneWaits()) {
      askWhatIsHeard();
      return;
    }
    Duration untilRenewal = berth.seat().sender.untilRenewal();
    Asleep<S> asleep = berth.sleep(this);
    mailbox.back();
    hasGoneToSleep();
    asleep.begin(untilRenewal);
  }

  private void askWhatIsHeard() {
    if (berth.isUnheard()) {
      post(berth::ask);
    }
  }

  private void hasGoneToSleep() {
    upkeep().ends();
    // Those that wait for an answer are counted there.
    upkeep = joins().noneWaits() ? null : upkeep;
    stay.sleeps();
  }

  /** Others need its room. */
  @Override
  public void letSleep() {
    post(
        () -> {
          sleepIfItMay();
          if (berth.asleep().isEmpty() && !ended) {
            stay.staysAwake();
          }
        });
  }

  @Override
  public void awake(Asleep<S> from, Restore.Verified snapshot, S state) {
    if (!berth.isAsleep(from)) {
      return;
    }
    if (!hosted.hasRoomToWake(from.peer, hosted.weight(snapshot.state().length()))) {
      cannotWake(from, CloseCode.TRY_AGAIN_LATER, "no room for its state");
      return;
    }
    upkeep().idleness().wakes();
    boolean isAttached = seating().wake(from, snapshot, state);
    mailbox.back();
    if (isAttached) {
      upkeep().begin(berth.seat().context);
      from.doWhatWaited();
      berth.isAwake();
    } else {
      Optional<String> refusal = berth.seat().context.refusal();
      refusal.ifPresentOrElse(why -> end(CloseCode.REFUSED, why), () -> leave(RetrySpread.AT_ONCE));
    }
  }

  @Override
  public void cannotWake(Asleep<S> from, CloseCode code, String why) {
    if (berth.isAsleep(from)) {
      if (code == CloseCode.SERVICE_RESTART) {
        from.peer.send(hosted.frames.encode(RetrySpread.AT_ONCE.bye()));
      }
      end(code, why);
    }
  }

  // --- ends

  @Override
  public void gone(Peer left) {
    post(
        () -> {
          if (berth.isSeated(left)) {
            berth.lost();
            mailbox.back();
            berth.memory().patchBase().left();
            linger();
          } else if (berth.isAsleep(left)) {
            // What waits for the tab is the fence's mark.
            end();
          }
        });
  }

  private void linger() {
    if (hosted.services.times().linger().isZero() || hosted.isDraining()) {
      end();
      return;
    }
    stay.lingers(berth.isRestorable());
    upkeep().linger(this::endIfLeft);
  }

  /** Others need its room. */
  @Override
  public void letGo() {
    post(this::endIfLeft);
  }

  private void endIfLeft() {
    if (berth.peer().isEmpty()) {
      end();
    }
  }

  /**
   * Leaves as soon as the tab has acknowledged the newest state, or cannot; told whether it has.
   */
  void drain(CompletableFuture<Boolean> whenLeft) {
    post(
        () -> {
          CompletableFuture<Boolean> before = draining;
          draining = whenLeft;
          if (before != null) {
            var unused = whenLeft.thenAccept(before::complete);
          }
          if (berth.asleep().filter(left -> !left.isWantedForChanges()).isPresent()) {
            leave(hosted.retrySpread());
          } else {
            endIfLeft();
          }
        });
  }

  private void leave(RetrySpread retry) {
    berth.peer().ifPresent(there -> there.send(hosted.frames.encode(retry.bye())));
    end(CloseCode.SERVICE_RESTART, "try another server");
  }

  private void end(CloseCode code, String reason) {
    berth.close(code, reason);
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      // Asked before what is due later is given up.
      endedStored = berth.isStored();
      upkeep().ends();
      outside.memberships().end();
      stay.ends();
      // The last, for locals of the application's are closed then, of which one may not come back.
      berth.end();
    }
    if (draining != null) {
      draining.complete(endedStored);
    }
  }
}
