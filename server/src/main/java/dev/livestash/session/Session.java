package dev.livestash.session;

import dev.livestash.wire.CloseCode;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One instance in this node's memory. Everything in it runs in its mailbox, one task after the
 * other: joins, frames, changes from outside. After each batch, what they changed is rendered,
 * sealed and sent. When its socket is gone it lingers for a while, to be adopted by the tab's next
 * one.
 */
final class Session<S> implements Mailbox.Owner {
  /**
   * So long a tab that belongs on a newer node is left alone with a stand-in that it does not use.
   */
  static final Duration STAND_IN_PATIENCE = Duration.ofSeconds(5);

  /** When it comes back, perhaps to another node. */
  private static final RetrySpread STAND_IN_RETRY =
      new RetrySpread(Duration.ZERO, Duration.ofSeconds(5));

  private final ViewHost<S> host;
  private final String sid;
  private final Mailbox mailbox;
  private final Outbound<S> outbound;
  private final Keeper<S> keeper;
  private final Inbox<S> inbox;
  private final AtomicInteger waitingFrames = new AtomicInteger();

  private @Nullable Line<S> line;
  private @Nullable SocketAttachment<S> joining;
  private @Nullable SocketAttachment<S> socket;
  private @Nullable TabContext<S> context;
  private Timers.@Nullable Timer timer;
  private @Nullable CompletableFuture<Boolean> draining;
  private int waiting;
  private boolean lingers;
  private boolean ended;

  Session(ViewHost<S> host, String sid, Executor executor) {
    this.host = host;
    this.sid = sid;
    this.mailbox = new Mailbox(executor, this);
    this.outbound = new Outbound<>(host, sid);
    this.keeper = new Keeper<>(host, sid, this::step);
    this.inbox = new Inbox<>(host, this, outbound, keeper);
  }

  String sid() {
    return sid;
  }

  @Nullable Line<S> line() {
    return line;
  }

  /** The line after what has come in. */
  void advance(Line<S> next) {
    line = next;
  }

  /** Adds a task, to be run in its turn. */
  void post(Runnable task) {
    mailbox.post(task);
  }

  /** Adds a task as the last thing that a task of the executor does. */
  void postLast(Runnable task) {
    mailbox.postLast(task);
  }

  /** Runs a step of the line in its turn, if a tab is there for what comes of it. */
  private void step(UnaryOperator<Line<S>> step) {
    post(
        () -> {
          if (inbox.isAnnounced()) {
            inbox.whenReleased(() -> step(step));
          } else if (line != null && socket != null) {
            line = step.apply(line);
          }
        });
  }

  /** What a task throws ends the session: the tab comes back with its last kept snapshot. */
  @Override
  public void failed(Throwable failure) {
    System.getLogger("dev.livestash")
        .log(
            Level.ERROR, host.name + " " + sid + " failed and starts over from its token", failure);
    if (joining != null) {
      joining.close(CloseCode.INTERNAL_ERROR, "the view failed");
    }
    closeSocket(CloseCode.INTERNAL_ERROR, "the view failed");
    end();
  }

  @Override
  public void afterBatch() {
    Line<S> now = line;
    if (now != null && socket != null && !inbox.isAnnounced()) {
      outbound.flush(now);
      line = keeper.flush(now);
      leaveIfDrained();
    }
  }

  // --- joins

  @Nullable SocketAttachment<S> socket() {
    return socket;
  }

  boolean hasEnded() {
    return ended;
  }

  void join(Attach<S> attach, Consumer<Attach<S>> how) {
    joining = attach.socket();
    how.accept(attach);
    joining = null;
    if (line == null && waiting == 0) {
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

  /** Moves the session to a socket: the one before is closed, and nothing it still sends counts. */
  void moveTo(
      SocketAttachment<S> newSocket,
      TabContext<S> newContext,
      Line<S> newLine,
      long startedAt,
      Holding holding) {
    closeSocket(CloseCode.SUPERSEDED, "another socket owns this instance");
    closeLocals();
    leaveLingering();
    line = newLine;
    socket = newSocket;
    context = newContext;
    host.view.attached(newLine.state(), newContext);
    newSocket.attachedTo(this);
    keeper.joined(newSocket, newContext, startedAt, holding, newLine.state());
    outbound.joined(newSocket, newContext, newLine);
    inbox.joined();
    if (newContext.isStandIn()) {
      schedule(STAND_IN_PATIENCE, () -> leaveStandIn(newLine.seen()));
    } else {
      scheduleRenewal(host.services.settings().renewalDelay());
    }
    if (newSocket.isClosed()) {
      detached(newSocket);
    }
  }

  // --- frames

  void receive(SocketAttachment<S> from, String text) {
    if (waitingFrames.get() >= host.services.settings().maxWaitingFrames()) {
      from.close(CloseCode.PROTOCOL_ERROR, "too many frames wait");
      return;
    }
    waitingFrames.incrementAndGet();
    long nanos = host.services.nanoTime().getAsLong();
    post(
        () -> {
          waitingFrames.decrementAndGet();
          inbox.take(from, text, nanos);
        });
  }

  // --- changes from outside

  void update(UnaryOperator<S> change) {
    post(() -> changed(change));
  }

  /** Goes back to the first state, as the present tab's parameters would have it. */
  void reset() {
    update(state -> context == null ? state : host.view.first(context));
  }

  private void changed(UnaryOperator<S> change) {
    Line<S> now = line;
    if (now == null || ended) {
      return;
    }
    try {
      line = keeper.changed(now, change.apply(now.state()));
      outbound.renderIsDue();
    } catch (RuntimeException failure) {
      // As with a handler: the state stays, and the application's log says why.
      System.getLogger("dev.livestash")
          .log(Level.ERROR, "A change from outside failed in " + host.name + " " + sid, failure);
    }
  }

  // --- time

  private void scheduleRenewal(Duration delay) {
    schedule(delay, this::renew);
  }

  /** A token must not expire while its page is open, also if nobody types. */
  private void renew() {
    Line<S> now = line;
    if (now != null && socket != null) {
      Duration left = keeper.untilRenewal();
      line = left.isZero() ? now.renewed() : now;
      scheduleRenewal(left.isZero() ? host.services.settings().renewalDelay() : left);
    }
  }

  /** The tab's own state is elsewhere; what its user has done here meanwhile is only here. */
  private void leaveStandIn(long seenAtFirst) {
    if (socket != null && current().seen() == seenAtFirst) {
      leave(STAND_IN_RETRY);
    }
  }

  private void schedule(Duration delay, Runnable task) {
    cancelTimer();
    timer = host.services.timers().after(delay, () -> post(task));
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  // --- the end

  void detached(SocketAttachment<S> from) {
    post(
        () -> {
          if (from == socket) {
            socket = null;
            keeper.left();
            closeLocals();
            linger();
          }
        });
  }

  private void linger() {
    Duration linger = host.services.settings().linger();
    if (linger.isZero() || host.isDraining()) {
      end();
      return;
    }
    lingers = true;
    host.lingering.add(this).ifPresent(surplus -> surplus.post(surplus::endIfLingering));
    schedule(linger, this::endIfLingering);
  }

  private void leaveLingering() {
    if (lingers) {
      host.lingering.remove(this);
      lingers = false;
    }
  }

  private void endIfLingering() {
    if (socket == null) {
      end();
    }
  }

  /** Leaves as soon as the tab has acknowledged the newest state; told whether it has. */
  void drain(CompletableFuture<Boolean> whenLeft) {
    post(
        () -> {
          draining = whenLeft;
          if (socket == null) {
            end();
          }
        });
  }

  /** Leaves now. */
  void abandon() {
    post(() -> leave(host.retrySpread()));
  }

  private void leaveIfDrained() {
    if (host.isDraining() && line != null && keeper.isAtRest(line)) {
      leave(host.retrySpread());
    }
  }

  private void leave(RetrySpread retry) {
    if (socket != null) {
      outbound.bye(retry);
      closeSocket(CloseCode.SERVICE_RESTART, "try another server");
    }
    end();
  }

  private void end() {
    ended = true;
    cancelTimer();
    closeLocals();
    leaveLingering();
    host.sessions.remove(sid, this);
    if (draining != null) {
      draining.complete(line == null || keeper.isAtRest(line));
    }
    keeper.end();
  }

  private void closeSocket(CloseCode code, String reason) {
    if (socket != null) {
      socket.close(code, reason);
      socket = null;
    }
  }

  private void closeLocals() {
    if (context != null) {
      context.closeLocals();
    }
  }

  private Line<S> current() {
    return Objects.requireNonNull(line, "a session has a line from its attach on");
  }
}
