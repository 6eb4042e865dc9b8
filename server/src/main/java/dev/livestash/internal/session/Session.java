package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One instance in this node's memory. Everything in it runs in its mailbox, one task after the
 * other: joins, frames, changes from outside. After each batch, what they changed is rendered,
 * sealed and sent. When its tab is gone it lingers for a while, to be adopted by the tab's next
 * socket.
 */
final class Session<S> implements Mailbox.Owner, Updates<S> {
  /**
   * How long a tab that belongs on a newer node is left alone with a stand-in that it does not use.
   */
  static final Duration STAND_IN_PATIENCE = Duration.ofSeconds(5);

  /** How long a ping waits for the session's turn. */
  private static final Duration PONG_DELAY = Duration.ofSeconds(1);

  /** When it comes back, perhaps to another node. */
  private static final RetrySpread STAND_IN_RETRY =
      new RetrySpread(Duration.ZERO, Duration.ofSeconds(5));

  private final Hosted<S> hosted;
  private final Sessions<Session<S>> sessions;
  private final String sid;
  private final Mailbox mailbox;
  private final SnapshotMemory<S> snapshotMemory;

  private @Nullable Timeline<S> timeline;
  private @Nullable Seat<S> seat;
  private @Nullable Peer joining;
  private Scheduler.@Nullable Timer timer;
  private @Nullable CompletableFuture<Boolean> draining;
  private int waiting;
  private boolean lingers;
  private boolean ended;

  Session(Hosted<S> hosted, Sessions<Session<S>> sessions, String sid, Executor executor) {
    this.hosted = hosted;
    this.sessions = sessions;
    this.sid = sid;
    this.mailbox = new Mailbox(executor, hosted.watchdog, this);
    this.snapshotMemory = hosted.snapshotMemory(sid);
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

  boolean hasEnded() {
    return ended;
  }

  /** Adds a task, to be run in its turn. */
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
    System.getLogger("dev.livestash")
        .log(
            Level.ERROR,
            hosted.name + " " + sid + " failed and starts over from its token",
            failure);
    if (joining != null) {
      joining.close(CloseCode.INTERNAL_ERROR, "the view failed");
    }
    closePeer(CloseCode.INTERNAL_ERROR, "the view failed");
    end();
  }

  @Override
  public void afterBatch() {
    if (isOccupied() && !seat().inbound.isAnnounced()) {
      timeline = seat().sender.flush(seat().outbound.flush(current()));
      leaveIfDrained();
    }
  }

  @Override
  public void isSlow() {
    Seat<S> now = seat;
    if (now != null) {
      now.inbound.isSlow();
    }
  }

  @Override
  public void isStuck() {
    Optional<Timeline<S>> next = isOccupied() ? seat().inbound.giveUp() : Optional.empty();
    Duration timeout = hosted.services.times().handlerTimeout();
    if (next.isPresent()) {
      timeline = next.get();
      System.getLogger("dev.livestash")
          .log(
              Level.ERROR,
              "A handler of {0} has not ended in {1}, nor when it was interrupted: its thread is lost"
                  + " to it, the event has failed, and the state is as before.",
              hosted.name,
              timeout);
    } else {
      failed(new IllegalStateException("The view has not come back in " + timeout));
    }
  }

  // --- joins

  /** Runs a stage of a join, in its turn. A session that no tab has entered ends with it. */
  void join(Peer peer, Runnable stage) {
    joining = peer;
    stage.run();
    joining = null;
    if (timeline == null && waiting == 0) {
      end();
    }
  }

  /** A join of this session waits for an answer, so that the session has to be there for it. */
  void waits() {
    waiting++;
  }

  void waitsNoMore() {
    waiting--;
  }

  /**
   * A tab takes its seat: the one before is closed, and nothing it still sends counts.
   *
   * @return false if the view cannot attach to the state or show it, so that the session has ended
   */
  boolean enter(Peer peer, Entry<S> entry) {
    closePeer(CloseCode.SUPERSEDED, "another socket owns this instance");
    leaveLingering();
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
    peer.joined(receiver(taken));
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
    TabContext<S> context = entry.context();
    Outbound<S> outbound = new Outbound<>(hosted, peer, context);
    SnapshotSender<S> sender =
        new SnapshotSender<>(hosted, snapshotMemory, peer, entry, step -> whenSilent(peer, step));
    Inbound<S> inbound =
        new Inbound<>(
            hosted, peer, context, outbound, sender, step -> inTurn(peer, step), mailbox::back);
    return new Seat<>(peer, context, outbound, sender, inbound);
  }

  private Peer.Receiver receiver(Seat<S> taken) {
    return new Peer.Receiver() {
      @Override
      public void frame(String text) {
        receive(taken, text);
      }

      @Override
      public void gone() {
        Session.this.gone(taken);
      }
    };
  }

  // --- turns

  /** Runs a later step of a tab's, if that is still in its seat. */
  private void inTurn(Peer peer, UnaryOperator<Timeline<S>> step) {
    post(
        () -> {
          if (isSeated(peer)) {
            timeline = step.apply(current());
          }
        });
  }

  /** The same of one that may send something: not while an announcement is to be the last word. */
  private void whenSilent(Peer peer, UnaryOperator<Timeline<S>> step) {
    post(
        () -> {
          if (isSeated(peer) && seat().inbound.isAnnounced()) {
            seat().inbound.whenReleased(() -> whenSilent(peer, step));
          } else if (isSeated(peer)) {
            timeline = step.apply(current());
          }
        });
  }

  /** In its turn if that comes soon: a tab must not take a server that is at a handler for dead. */
  private void pong(Seat<S> to) {
    AtomicBoolean isAnswered = new AtomicBoolean();
    Runnable answer =
        () -> {
          if (isAnswered.compareAndSet(false, true)) {
            to.outbound.pong();
          }
        };
    Scheduler.Timer timer = hosted.services.scheduler().after(PONG_DELAY, answer);
    post(
        () -> {
          timer.cancel();
          answer.run();
        });
  }

  private void receive(Seat<S> from, String text) {
    if (hosted.frames.isPing(text)) {
      pong(from);
      return;
    }
    if (!from.hasRoomFor(text, hosted.services.limits())) {
      from.peer.close(CloseCode.PROTOCOL_ERROR, "too many frames wait");
      return;
    }
    long nanos = hosted.services.nanos();
    post(
        () -> {
          from.hasTurn(text);
          if (from.isTaken()) {
            timeline = from.inbound.take(current(), text, nanos);
          }
        });
  }

  // --- changes from outside

  @Override
  public void update(UnaryOperator<S> change) {
    post(() -> changed(change));
  }

  @Override
  public void reset() {
    update(state -> seat == null ? state : hosted.view.first(seat.context));
  }

  private void changed(UnaryOperator<S> change) {
    if (seat == null || ended) {
      return;
    }
    Timeline<S> before = current();
    Seat<S> of = seat;
    Application.tried(
            "A change from outside of " + hosted.name + " " + sid,
            () -> of.sender.changed(before, change.apply(before.state())))
        .ifPresent(
            next -> {
              timeline = next;
              of.outbound.changed(before);
            });
  }

  // --- time

  private void scheduleFor(TabContext<S> context) {
    if (context.isStandIn()) {
      long seenAtFirst = current().seen();
      schedule(STAND_IN_PATIENCE, () -> leaveStandIn(seenAtFirst));
    } else {
      schedule(hosted.services.times().renewalDelay(), this::renew);
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
    schedule(left.isZero() ? hosted.services.times().renewalDelay() : left, this::renew);
  }

  /** The tab's own state is elsewhere; what its user has done here meanwhile is only here. */
  private void leaveStandIn(long seenAtFirst) {
    if (isOccupied() && current().seen() == seenAtFirst) {
      leave(STAND_IN_RETRY);
    }
  }

  private void schedule(Duration delay, Runnable task) {
    cancelTimer();
    timer = hosted.services.scheduler().after(delay, () -> post(task));
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  // --- the end

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
    lingers = true;
    sessions.lingering().add(this).ifPresent(surplus -> surplus.post(surplus::endIfLingering));
    schedule(linger, this::endIfLingering);
  }

  private void leaveLingering() {
    if (lingers) {
      sessions.lingering().remove(this);
      lingers = false;
    }
  }

  private void endIfLingering() {
    if (!isOccupied()) {
      end();
    }
  }

  /** Leaves as soon as the tab has acknowledged the newest state; told whether it has. */
  void drain(CompletableFuture<Boolean> whenLeft) {
    post(
        () -> {
          draining = whenLeft;
          if (!isOccupied()) {
            end();
          }
        });
  }

  /** Leaves now. */
  void abandon() {
    post(() -> leave(hosted.retrySpread()));
  }

  private void leaveIfDrained() {
    if (hosted.isDraining() && isAtRest()) {
      leave(hosted.retrySpread());
    }
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
    cancelTimer();
    if (seat != null) {
      seat.leave();
    }
    leaveLingering();
    sessions.remove(sid, this);
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

  // --- its seat

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
