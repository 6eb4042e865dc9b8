package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One instance in this node's memory. Everything in it runs in its mailbox, one task after the
 * other: joins, frames, changes from outside. After each batch, what they changed is rendered,
 * sealed and sent. When its tab is gone it lingers for a while, to be adopted by the tab's next
 * socket.
 */
final class Session<S> implements Mailbox.Owner, Updates<S> {
  /** How long a tab that belongs on a newer node stays with a stand-in that it does not use. */
  static final Duration STAND_IN_PATIENCE = Duration.ofSeconds(5);

  private final Hosted<S> hosted;
  private final String sid;
  private final Mailbox mailbox;
  private final SnapshotMemory<S> snapshotMemory;
  private final Alarm alarm;
  private final Joins joins = new Joins();
  private final Stay<Session<S>> stay;

  private @Nullable Timeline<S> timeline;
  private volatile @Nullable Seat<S> seat;
  private @Nullable CompletableFuture<Boolean> draining;
  private boolean ended;

  /**
   * A session that no tab has entered yet.
   *
   * @param bytes what it will weigh, about
   */
  Session(
      Hosted<S> hosted, Sessions<Session<S>> sessions, String sid, Executor executor, long bytes) {
    this.hosted = hosted;
    this.sid = sid;
    this.mailbox = new Mailbox(executor, hosted.watchdog, this);
    this.snapshotMemory = hosted.snapshotMemory(sid);
    this.alarm = new Alarm(hosted.services.scheduler(), mailbox::post);
    this.stay =
        new Stay<>(
            sessions, this, sid, hosted.services.memory().states().weight(bytes, this::letGo));
  }

  @Override
  public String sid() {
    return sid;
  }

  /** Where the instance stands; empty before its first attach. */
  Optional<Timeline<S>> timeline() {
    return Optional.ofNullable(timeline);
  }

  /** The tab that is in it, if one is. */
  Optional<Peer> peer() {
    return isOccupied() ? Optional.of(seat().peer) : Optional.empty();
  }

  /** What the tab's tokens are bound to, that is or was in it last. On any thread. */
  Optional<String> subject() {
    return Optional.ofNullable(seat).flatMap(last -> last.peer.subject());
  }

  /** Ends, if that was revoked; the tab comes back to a new instance. */
  void endIfRevoked(Subjects.Said said) {
    post(
        () -> {
          if (!ended && seat != null && seat().isRevoked(said)) {
            closePeer(CloseCode.REVOKED, "revoked");
            end();
          }
        });
  }

  boolean hasEnded() {
    return ended;
  }

  void post(Runnable task) {
    mailbox.post(task);
  }

  /** Adds a task as the last thing that a task of the executor does. */
  void postLast(Runnable task) {
    mailbox.postLast(task);
  }

  /** What a task throws ends the session: the tab comes back with its last kept snapshot. */
  @Override
  public void failed(Throwable failure) {
    Application.log(hosted.name + " " + sid + ", which starts over from its token,", failure);
    joins.fail();
    closePeer(CloseCode.INTERNAL_ERROR, "the view failed");
    end();
  }

  @Override
  public void afterBatch() {
    if (isOccupied() && !seat().inbound.isAnnounced()) {
      timeline = seat().sender.flush(seat().outbound.flush(current()));
      if (hosted.isDraining() && isAtRest()) {
        leave(hosted.retrySpread());
      }
    }
  }

  @Override
  public void isSlow() {
    Optional.ofNullable(seat).ifPresent(now -> now.inbound.isSlow());
  }

  @Override
  public void isStuck() {
    Optional<Timeline<S>> next = isOccupied() ? seat().inbound.giveUp() : Optional.empty();
    next.ifPresentOrElse(
        without -> timeline = without,
        () -> failed(new IllegalStateException("The view has not come back in time")));
  }

  // --- joins

  /** Runs a stage of a join, in its turn. A session that no tab has entered ends with it. */
  void join(Peer peer, Runnable stage) {
    joins.run(peer, stage);
    if (timeline == null && joins.noneWaits()) {
      end();
    }
  }

  Joins joins() {
    return joins;
  }

  /**
   * A tab takes its seat: the one before is closed, and nothing it still sends counts.
   *
   * @return false if the view cannot attach to the state or show it, so that the session has ended
   */
  boolean enter(Peer peer, Entry<S> entry) {
    closePeer(CloseCode.SUPERSEDED, "another socket owns this instance");
    stay.isBack();
    Seat<S> taken = newSeat(peer, entry);
    timeline = entry.timeline();
    seat = taken;
    Optional<byte[]> joined =
        Application.tried(
            "Attaching to a state of " + hosted.name + ", or showing it", () -> attached(taken));
    if (joined.isEmpty()) {
      end();
      return false;
    }
    peer.joined(new SeatReceiver<>(hosted, taken, this::post, this::frame, this::gone));
    taken.outbound.joined(joined.get());
    scheduleFor(taken.context);
    if (peer.isClosed()) {
      gone(taken);
    }
    return true;
  }

  private byte[] attached(Seat<S> taken) {
    hosted.view.attached(current().state(), taken.context);
    return taken.outbound.joinedFrame(current());
  }

  private Seat<S> newSeat(Peer peer, Entry<S> entry) {
    Turns<S> silent = step -> inTurn(peer, now -> seat().inbound.whenSilent(now, step));
    Turns<S> turns = step -> inTurn(peer, step);
    return Seat.of(
        hosted, snapshotMemory, stay.weight(), peer, entry, silent, turns, mailbox::back);
  }

  /** Runs a later step of a tab's, if that is still in its seat. */
  private void inTurn(Peer peer, UnaryOperator<Timeline<S>> step) {
    post(
        () -> {
          if (isSeated(peer)) {
            timeline = step.apply(current());
          }
        });
  }

  private void frame(Seat<S> from, ReceivedFrame frame) {
    if (from.isTaken()) {
      timeline = from.inbound.take(current(), frame);
    }
  }

  @Override
  public void update(UnaryOperator<S> change) {
    post(() -> changed(change));
  }

  @Override
  public void reset() {
    update(state -> seat == null ? state : hosted.first(seat.context));
  }

  private void changed(UnaryOperator<S> change) {
    if (seat == null || ended) {
      return;
    }
    Timeline<S> before = current();
    Optional<Timeline<S>> next =
        Application.tried(
            "A change from outside of " + hosted.name + " " + sid,
            () -> seat().sender.changed(before, changed(change, before.state())));
    if (next.isPresent()) {
      timeline = next.get();
      seat().outbound.changed(before);
    }
  }

  private static <S> S changed(UnaryOperator<S> change, S state) {
    return Objects.requireNonNull(
        change.apply(state), "A change returned null; return the state that it was given.");
  }

  private void scheduleFor(TabContext<S> context) {
    long seenAtFirst = current().seen();
    if (context.isStandIn()) {
      alarm.set(STAND_IN_PATIENCE, () -> leaveStandIn(seenAtFirst));
    } else {
      alarm.set(hosted.services.times().renewalDelay(), this::renew);
    }
  }

  /** A token must not expire while its page is open, also if nobody types. */
  private void renew() {
    if (!isOccupied()) {
      return;
    }
    Duration left = seat().sender.untilRenewal();
    if (left.isZero()) {
      timeline = current().renewed();
    }
    alarm.set(left.isZero() ? hosted.services.times().renewalDelay() : left, this::renew);
  }

  /** The tab's own state is elsewhere; what its user has done here meanwhile is only here. */
  private void leaveStandIn(long seenAtFirst) {
    if (isOccupied() && current().seen() == seenAtFirst) {
      leave(RetrySpread.OF_STAND_IN);
    }
  }

  private void gone(Seat<S> left) {
    post(
        () -> {
          if (left.isTaken()) {
            left.leave();
            snapshotMemory.patchBase().left();
            linger();
          }
        });
  }

  private void linger() {
    Duration linger = hosted.services.times().linger();
    if (linger.isZero() || hosted.isDraining()) {
      end();
      return;
    }
    stay.lingers(current().isRestorable());
    alarm.set(linger, this::endIfLeft);
  }

  /** Others need its room. */
  void letGo() {
    post(this::endIfLeft);
  }

  private void endIfLeft() {
    if (!isOccupied()) {
      end();
    }
  }

  /** Leaves as soon as the tab has acknowledged the newest state; told whether it has. */
  void drain(CompletableFuture<Boolean> whenLeft) {
    post(
        () -> {
          draining = whenLeft;
          endIfLeft();
        });
  }

  private void leave(RetrySpread retry) {
    if (isOccupied()) {
      seat().outbound.bye(retry);
      closePeer(CloseCode.SERVICE_RESTART, "try another server");
    }
    end();
  }

  private void end() {
    ended = true;
    alarm.cancel();
    if (seat != null) {
      seat.leave();
    }
    stay.ends();
    if (draining != null) {
      draining.complete(isAtRest());
    }
    snapshotMemory.retry().cancel();
  }

  private boolean isAtRest() {
    return seat == null || seat.sender.isAtRest(current());
  }

  private void closePeer(CloseCode code, String reason) {
    if (isOccupied()) {
      seat().peer.close(code, reason);
      seat().leave();
    }
  }

  private boolean isOccupied() {
    return seat != null && seat.isTaken();
  }

  @SuppressWarnings("ReferenceEquality") // a peer is one connection, and no other is like it
  private boolean isSeated(Peer peer) {
    return isOccupied() && seat().peer == peer;
  }

  private Seat<S> seat() {
    return Objects.requireNonNull(seat, "a session has a seat from its first attach on");
  }

  private Timeline<S> current() {
    return Objects.requireNonNull(timeline, "a session has a timeline from its first attach on");
  }
}
