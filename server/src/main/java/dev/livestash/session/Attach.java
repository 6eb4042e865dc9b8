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
import java.util.Optional;

/**
 * One join, in the mailbox of its instance's session: claim, then adopt, or bind and restore, or
 * start anew.
 */
final class Attach<S> {
  private final ViewHost<S> host;
  private final Session<S> session;
  private final SocketAttachment<S> socket;
  private final Join join;

  Attach(ViewHost<S> host, Session<S> session, SocketAttachment<S> socket, Join join) {
    this.host = host;
    this.session = session;
    this.socket = socket;
    this.join = join;
  }

  void start(Optional<Restore.Refused> refused) {
    Claim claim = host.services.fence().claim(session.sid(), join.attempt(), Mark.NONE, 0);
    long gen = claim instanceof Claim.Owned owned ? owned.gen() : 1;
    Arrival arrival = arrival(Outcome.NEW, refused.map(no -> no.reason().code()));
    S first = session.first(join, socket, arrival);
    long seen = refused.flatMap(Restore.Refused::claims).map(Claims::seen).orElse(0L);
    session.moveTo(
        socket, join, arrival, Line.first(host.ids.own(), gen, seen, first), nowSeconds());
  }

  void attach(Restore.Verified verified) {
    Mark mark = Line.mark(verified.claims());
    Line<S> held = session.line();
    long heldGen = held == null ? 0 : held.gen();
    Claim claim = host.services.fence().claim(session.sid(), join.attempt(), mark, heldGen);
    if (claim instanceof Claim.Owned owned) {
      takeOver(verified, owned.gen());
    } else if (claim instanceof Claim.Stale) {
      socket.startNew(join, RejectReason.STALE);
    } else {
      socket.close(CloseCode.SUPERSEDED, "a later attempt was here");
    }
  }

  private void takeOver(Restore.Verified verified, long gen) {
    Claims claims = verified.claims();
    Line<S> held = session.line();
    if (held != null && held.descendsFrom(claims)) {
      moveTo(Outcome.ADOPTED, held.adopted(gen), claims);
      return;
    }
    Bound<S> bound = host.restorePath.bind(verified);
    if (bound instanceof Bound.Fit<S> fit) {
      moveTo(Outcome.RESTORED, Line.restored(host.ids.own(), gen, claims, fit.state()), claims);
    } else {
      socket.startNew(join, RejectReason.UNMIGRATABLE);
    }
  }

  private void moveTo(Outcome outcome, Line<S> line, Claims claims) {
    session.moveTo(socket, join, arrival(outcome, Optional.empty()), line, claims.sst());
  }

  private Arrival arrival(Outcome outcome, Optional<String> reason) {
    Fencing fencing = host.services.fence().shared() ? Fencing.SHARED : Fencing.LOCAL;
    return new Arrival(outcome, reason, fencing);
  }

  private long nowSeconds() {
    return host.services.clock().instant().getEpochSecond();
  }
}
