package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Scheduler;
import java.lang.System.Logger.Level;
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
  /**
   * How long a tab that belongs on a newer node is left alone with a stand-in that it does not use.
   */
  static final Duration STAND_IN_PATIENCE = Duration.ofSeconds(5);

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
    this.mailbox = new Mailbox(executor, this);
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
      seat().outbound.flush(current());
      timeline = seat().sender.flush(current());
      leaveIfDrained();
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

  /** A tab takes its seat: the one before is closed, and nothing it still sends counts. */
  void enter(Peer peer, Entry<S> entry) {
    closePeer(CloseCode.SUPERSEDED, "another socket owns this instance");
    leaveLingering();
    Seat<S> taken = newSeat(peer, entry);
    timeline = entry.timeline();
    seat = taken;
    hosted.view.attached(current().state(), taken.context);
    peer.joined(receiver(taken));
    taken.outbound.joined(current());
    scheduleFor(taken.context);
    if (peer.isClosed()) {
      gone(taken);
    }
  }

  private Seat<S> newSeat(Peer peer, Entry<S> entry) {
    TabContext<S> context = entry.context();
    Outbound<S> outbound = new Outbound<>(hosted, peer, context);
    SnapshotSender<S> sender =
        new SnapshotSender<>(hosted, snapshotMemory, peer, entry, step -> whenSilent(peer, step));
    Inbound<S> inbound =
        new Inbound<>(hosted, peer, context, outbound, sender, step -> inTurn(peer, step));
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

  private void receive(Seat<S> from, String text) {
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
    try {
      timeline = seat.sender.changed(current(), change.apply(current().state()));
      seat.outbound.renderIsDue();
    } catch (RuntimeException failure) {
      // As with a handler: the state stays, and the application's log says why.
      System.getLogger("dev.livestash")
          .log(Level.ERROR, "A change from outside failed in " + hosted.name + " " + sid, failure);
    }
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
