package dev.livestash.session;

import dev.livestash.fence.Claim;
import dev.livestash.fence.Mark;
import dev.livestash.session.RestorePath.Restore;
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
    moveTo(arrival, Line.first(host.ids.own(), owned.gen(), seen, first), nowSeconds());
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
        .verified()
        .filter(own -> refused.reason() == RejectReason.NEWER)
        .map(Restore.Verified::claims);
  }

  /** The first attach of a copied tab's own instance. */
  void fork(Restore.Verified verified) {
    Bound<S> bound = host.restorePath.bind(verified);
    if (bound instanceof Bound.Fit<S> fit) {
      Claims claims = verified.claims();
      claim(Line.mark(claims), 0, (attach, claim) -> attach.forked(claims, fit.state(), claim));
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE, verified);
    }
  }

  private void forked(Claims claims, S state, Claim claim) {
    Claim.Owned owned = ownedNew(claim, Line.mark(claims));
    Line<S> line = Line.restored(host.ids.own(), owned.gen(), claims, state);
    moveTo(arrival(Outcome.FORKED, Optional.empty(), owned), line, claims.sst());
  }

  /** Nobody else knows a new instance yet: no fence has anything against it, nor need it answer. */
  private static Claim.Owned ownedNew(Claim claim, Mark mark) {
    return claim instanceof Claim.Owned owned ? owned : new Claim.Owned(mark.gen() + 1, false);
  }

  /**
   * An attach with a token of this instance. A tab that cannot tell whether it is a copy is judged
   * here.
   */
  void attach(Restore.Verified verified) {
    SocketAttachment<S> other = session.socket();
    if (join.fork().isEmpty() && other != null) {
      other.probe(PROBE_TIMEOUT, isThere -> joining.judged(join, verified, isThere));
    } else {
      claim(verified);
    }
  }

  private void claim(Restore.Verified verified) {
    Line<S> held = session.line();
    long heldGen = held == null ? 0 : held.gen();
    Mark mark = Line.mark(verified.claims());
    claim(mark, heldGen, (attach, claim) -> attach.claimed(verified, claim));
  }

  private void claimed(Restore.Verified verified, Claim claim) {
    if (claim instanceof Claim.Owned owned && !isPassed(owned)) {
      takeOver(verified, owned);
    } else if (claim instanceof Claim.Stale) {
      joining.start(join, RejectReason.STALE, verified);
    } else if (claim instanceof Claim.Unavailable) {
      socket.close(CloseCode.TRY_AGAIN_LATER, "the fence does not answer");
    } else {
      socket.close(CloseCode.SUPERSEDED, "a later attempt was here");
    }
  }

  /** Whether a later claim's answer was here first. */
  private boolean isPassed(Claim.Owned owned) {
    Line<S> held = session.line();
    return held != null && owned.gen() <= held.gen();
  }

  private void takeOver(Restore.Verified verified, Claim.Owned owned) {
    Claims claims = verified.claims();
    Line<S> held = session.line();
    if (held != null && held.descendsFrom(claims)) {
      Line<S> line = held.adopted(owned.gen());
      moveTo(arrival(Outcome.ADOPTED, Optional.empty(), owned), line, claims.sst());
      return;
    }
    Bound<S> bound = host.restorePath.bind(verified);
    if (bound instanceof Bound.Fit<S> fit) {
      Line<S> line = Line.restored(host.ids.own(), owned.gen(), claims, fit.state());
      moveTo(arrival(Outcome.RESTORED, Optional.empty(), owned), line, claims.sst());
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE, verified);
    }
  }

  /**
   * Asks the fence, and goes on at once if it answers at once. Else the session lives on meanwhile:
   * it takes frames, may move to another socket, or may end, and what follows has to find it as it
   * is then.
   */
  private void claim(Mark mark, long heldGen, BiConsumer<Attach<S>, Claim> then) {
    CompletableFuture<Claim> answer =
        host.services
            .fence()
            .claim(session.sid(), join.attempt(), mark, heldGen)
            .toCompletableFuture();
    if (answer.isDone()) {
      then.accept(this, claimOf(answer));
    } else {
      session.claimIsAsked();
      var unused = answer.whenComplete((claim, failure) -> session.post(() -> goOn(answer, then)));
    }
  }

  private void goOn(CompletableFuture<Claim> answer, BiConsumer<Attach<S>, Claim> then) {
    session.claimIsAnswered();
    if (host.isDraining()) {
      session.join(
          this, attach -> socket.close(CloseCode.SERVICE_RESTART, "this server is leaving"));
    } else if (session.hasEnded()) {
      joining.go(session.sid(), join, attach -> then.accept(attach, claimOf(answer)));
    } else {
      session.join(this, attach -> then.accept(attach, claimOf(answer)));
    }
  }

  private static Claim claimOf(CompletableFuture<Claim> answer) {
    return FenceAnswer.of(answer).orElseGet(Claim.Unavailable::new);
  }

  private void moveTo(Arrival arrival, Line<S> line, long startedAt) {
    session.moveTo(socket, context(arrival), line, startedAt);
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
