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
    Arrival arrival = arrival(Outcome.NEW, refused.map(no -> no.reason().code()));
    S first = first(refused, context(arrival));
    long seen = refused.flatMap(Attach::ofLaterRelease).map(Claims::seen).orElse(0L);
    long gen = claimNew(Mark.NONE);
    moveTo(arrival, Line.first(host.ids.own(), gen, seen, first), nowSeconds());
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
    Claims claims = verified.claims();
    Bound<S> bound = host.restorePath.bind(verified);
    if (bound instanceof Bound.Fit<S> fit) {
      long gen = claimNew(Line.mark(claims));
      Line<S> line = Line.restored(host.ids.own(), gen, claims, fit.state());
      moveTo(arrival(Outcome.FORKED, Optional.empty()), line, claims.sst());
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE, verified);
    }
  }

  private long claimNew(Mark mark) {
    Claim claim = host.services.fence().claim(session.sid(), join.attempt(), mark, 0);
    // Nobody else knows this instance yet, so the fence has nothing against it.
    return claim instanceof Claim.Owned owned ? owned.gen() : mark.gen() + 1;
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
    Claim claim = host.services.fence().claim(session.sid(), join.attempt(), mark, heldGen);
    if (claim instanceof Claim.Owned owned) {
      takeOver(verified, owned.gen());
    } else if (claim instanceof Claim.Stale) {
      joining.start(join, RejectReason.STALE, verified);
    } else {
      socket.close(CloseCode.SUPERSEDED, "a later attempt was here");
    }
  }

  private void takeOver(Restore.Verified verified, long gen) {
    Claims claims = verified.claims();
    Line<S> held = session.line();
    if (held != null && held.descendsFrom(claims)) {
      moveTo(arrival(Outcome.ADOPTED, Optional.empty()), held.adopted(gen), claims.sst());
      return;
    }
    Bound<S> bound = host.restorePath.bind(verified);
    if (bound instanceof Bound.Fit<S> fit) {
      Line<S> line = Line.restored(host.ids.own(), gen, claims, fit.state());
      moveTo(arrival(Outcome.RESTORED, Optional.empty()), line, claims.sst());
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE, verified);
    }
  }

  private void moveTo(Arrival arrival, Line<S> line, long startedAt) {
    session.moveTo(socket, context(arrival), line, startedAt);
  }

  private TabContext<S> context(Arrival arrival) {
    return new TabContext<>(session, join.view(), join.params(), socket.binding(), arrival);
  }

  private Arrival arrival(Outcome outcome, Optional<String> reason) {
    Fencing fencing = host.services.fence().shared() ? Fencing.SHARED : Fencing.LOCAL;
    return new Arrival(outcome, reason, fencing);
  }

  private long nowSeconds() {
    return host.services.clock().instant().getEpochSecond();
  }
}
