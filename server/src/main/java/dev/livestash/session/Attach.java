package dev.livestash.session;

import dev.livestash.fence.Claim;
import dev.livestash.fence.Mark;
import dev.livestash.session.RestorePath.Restore;
import dev.livestash.session.Stores.Found;
import dev.livestash.state.Bound;
import dev.livestash.token.Claims;
import dev.livestash.token.RejectReason;
import dev.livestash.view.Arrival;
import dev.livestash.view.Fencing;
import dev.livestash.view.Outcome;
import dev.livestash.wire.ClientFrame.Join;
import dev.livestash.wire.CloseCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * One join, in the mailbox of its instance's session: claim, then adopt, or bind and restore, or
 * start anew.
 */
final class Attach<S> {
  /**
   * How long a socket may take to show that its peer is there, before another one takes its
   * instance over.
   */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  private final ViewHost<S> host;
  private final Session<S> session;
  private final Joining<S> joining;
  private final SocketAttachment<S> socket;
  private final Join join;

  Attach(
      ViewHost<S> host,
      Session<S> session,
      Joining<S> joining,
      SocketAttachment<S> socket,
      Join join) {
    this.host = host;
    this.session = session;
    this.joining = joining;
    this.socket = socket;
    this.join = join;
  }

  SocketAttachment<S> socket() {
    return socket;
  }

  /** The first attach of a new instance. */
  void start(Optional<Restore.Refused> refused) {
    claim(Mark.NONE, 0, (attach, claim) -> attach.started(refused, claim));
  }

  private void started(Optional<Restore.Refused> refused, Claim claim) {
    Claim.Owned owned = ownedNew(claim, Mark.NONE);
    Arrival arrival = arrival(Outcome.NEW, refused.map(no -> no.reason().code()), owned);
    S first = first(refused, context(arrival));
    long seen = refused.flatMap(Attach::ofLaterRelease).map(Claims::seen).orElse(0L);
    Line<S> line = Line.first(host.ids.own(), owned.gen(), seen, first);
    moveTo(arrival, line, nowSeconds(), Holding.NOTHING);
  }

  private S first(Optional<Restore.Refused> refused, TabContext<S> context) {
    return refused
        .flatMap(host.restorePath::leftover)
        .flatMap(leftover -> host.view.salvage(leftover, context))
        .orElseGet(() -> host.view.first(context));
  }

  /**
   * The token that the tab keeps for a newer node: its events meanwhile are numbered on from it.
   */
  private static Optional<Claims> ofLaterRelease(Restore.Refused refused) {
    return refused
        .own()
        .filter(own -> refused.reason() == RejectReason.NEWER)
        .map(Restore.Usable::token);
  }

  /** The first attach of a copied tab's own instance. */
  void fork(Restore.Usable restore) {
    withSnapshot(restore, Attach::fork);
  }

  private void fork(Restore.Verified snapshot) {
    Bound<S> bound = host.restorePath.bind(snapshot);
    if (bound instanceof Bound.Fit<S> fit) {
      Mark mark = Line.mark(snapshot.claims());
      claim(mark, 0, (attach, claim) -> attach.forked(snapshot, fit.state(), claim));
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE, snapshot);
    }
  }

  private void forked(Restore.Verified snapshot, S state, Claim claim) {
    Claim.Owned owned = ownedNew(claim, Line.mark(snapshot.claims()));
    Line<S> line = Line.forked(host.ids.own(), owned.gen(), snapshot, state);
    Arrival arrival = arrival(Outcome.FORKED, Optional.empty(), owned);
    // Where the snapshot rests is the other tab's, and stays.
    moveTo(arrival, line, snapshot.claims().sst(), Holding.NOTHING);
  }

  /** Nobody else knows a new instance yet: no fence has anything against it, nor need it answer. */
  private static Claim.Owned ownedNew(Claim claim, Mark mark) {
    return claim instanceof Claim.Owned owned ? owned : new Claim.Owned(mark.gen() + 1, false);
  }

  /**
   * An attach with a token of this instance. A tab that cannot tell whether it is a copy is judged
   * here.
   */
  void attach(Restore.Usable restore) {
    SocketAttachment<S> other = session.socket();
    if (join.fork().isEmpty() && other != null) {
      other.probe(PROBE_TIMEOUT, isThere -> joining.judged(join, restore, isThere));
    } else {
      claim(restore);
    }
  }

  private void claim(Restore.Usable restore) {
    Line<S> held = session.line();
    long heldGen = held == null ? 0 : held.gen();
    Mark mark = Line.mark(restore.token());
    claim(mark, heldGen, (attach, claim) -> attach.claimed(restore, claim));
  }

  private void claimed(Restore.Usable restore, Claim claim) {
    if (claim instanceof Claim.Owned owned && !isPassed(owned)) {
      takeOver(restore, owned);
    } else if (claim instanceof Claim.Stale) {
      joining.start(join, RejectReason.STALE, restore);
    } else if (claim instanceof Claim.Unavailable) {
      socket.close(CloseCode.TRY_AGAIN_LATER, "the fence does not answer");
    } else {
      superseded();
    }
  }

  private void superseded() {
    socket.close(CloseCode.SUPERSEDED, "a later attempt was here");
  }

  /** Whether a later claim's answer was here first. */
  private boolean isPassed(Claim.Owned owned) {
    Line<S> held = session.line();
    return held != null && owned.gen() <= held.gen();
  }

  private void takeOver(Restore.Usable restore, Claim.Owned owned) {
    Claims token = restore.token();
    Line<S> held = session.line();
    if (held != null && held.descendsFrom(token)) {
      Arrival arrival = arrival(Outcome.ADOPTED, Optional.empty(), owned);
      moveTo(arrival, held.adopted(owned.gen()), token.sst(), holding(restore));
    } else {
      withSnapshot(restore, (attach, snapshot) -> attach.restore(snapshot, owned));
    }
  }

  private static Holding holding(Restore.Usable restore) {
    return restore instanceof Restore.Verified snapshot ? snapshot.holding() : Holding.NOTHING;
  }

  private void restore(Restore.Verified snapshot, Claim.Owned owned) {
    if (isPassed(owned)) {
      superseded();
      return;
    }
    Bound<S> bound = host.restorePath.bind(snapshot);
    if (bound instanceof Bound.Fit<S> fit) {
      Line<S> line = Line.restored(host.ids.own(), owned.gen(), snapshot, fit.state());
      Arrival arrival = arrival(Outcome.RESTORED, Optional.empty(), owned);
      moveTo(arrival, line, snapshot.claims().sst(), snapshot.holding());
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE, snapshot);
    }
  }

  // --- what is answered at once, or later

  /** Goes on with the snapshot that the tab holds, or with the one that its token names. */
  private void withSnapshot(Restore.Usable restore, BiConsumer<Attach<S>, Restore.Verified> then) {
    if (restore instanceof Restore.Verified snapshot) {
      then.accept(this, snapshot);
    } else {
      Restore.Reference reference = (Restore.Reference) restore;
      await(
          host.find(reference.key()),
          (attach, found) -> attach.found(reference, found.join(), then));
    }
  }

  private void found(
      Restore.Reference reference, Found found, BiConsumer<Attach<S>, Restore.Verified> then) {
    if (found instanceof Found.There there) {
      Restore restore = host.restorePath.open(reference, there, joining.expected(join));
      if (restore instanceof Restore.Verified snapshot) {
        then.accept(this, snapshot);
      } else {
        joining.start(join, Optional.of((Restore.Refused) restore));
      }
    } else if (found instanceof Found.Missing) {
      joining.start(join, RejectReason.MISSING, reference);
    } else {
      socket.close(CloseCode.TRY_AGAIN_LATER, "the store does not answer");
    }
  }

  private void claim(Mark mark, long heldGen, BiConsumer<Attach<S>, Claim> then) {
    await(
        host.services
            .fence()
            .claim(session.sid(), join.attempt(), mark, heldGen)
            .toCompletableFuture(),
        (attach, claim) -> then.accept(attach, claimOf(claim)));
  }

  private static Claim claimOf(CompletableFuture<Claim> answer) {
    return FenceAnswer.of(answer).orElseGet(Claim.Unavailable::new);
  }

  /**
   * Goes on at once if there is an answer at once. Else the session lives on meanwhile: it takes
   * frames, may move to another socket, or may end, and what follows has to find it as it is then.
   */
  private <T> void await(
      CompletableFuture<T> answer, BiConsumer<Attach<S>, CompletableFuture<T>> then) {
    if (answer.isDone()) {
      then.accept(this, answer);
    } else {
      session.waits();
      var unused = answer.whenComplete((any, failure) -> session.post(() -> goOn(answer, then)));
    }
  }

  private <T> void goOn(
      CompletableFuture<T> answer, BiConsumer<Attach<S>, CompletableFuture<T>> then) {
    session.waitsNoMore();
    if (host.isDraining()) {
      session.join(
          this, attach -> socket.close(CloseCode.SERVICE_RESTART, "this server is leaving"));
    } else if (session.hasEnded()) {
      joining.go(session.sid(), join, attach -> then.accept(attach, answer));
    } else {
      session.join(this, attach -> then.accept(attach, answer));
    }
  }

  private void moveTo(Arrival arrival, Line<S> line, long startedAt, Holding holding) {
    session.moveTo(socket, context(arrival), line, startedAt, holding);
  }

  private TabContext<S> context(Arrival arrival) {
    return new TabContext<>(session, join.view(), join.params(), socket.binding(), arrival);
  }

  private static Arrival arrival(Outcome outcome, Optional<String> reason, Claim.Owned owned) {
    return new Arrival(outcome, reason, owned.shared() ? Fencing.SHARED : Fencing.LOCAL);
  }

  private long nowSeconds() {
    return host.services.clock().instant().getEpochSecond();
  }
}
