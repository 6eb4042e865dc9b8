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
    Arrival arrival = arrival(Outcome.NEW, refused.map(no -> no.reason().code()));
    S first = host.view.first(context(arrival));
    long seen = refused.flatMap(Restore.Refused::claims).map(Claims::seen).orElse(0L);
    long gen = claimNew(Mark.NONE);
    Line<S> line = Line.first(host.ids.own(), gen, seen, first);
    moveTo(arrival, line, nowSeconds(), Optional.empty());
  }

  /** The first attach of a copied tab's own instance. */
  void fork(Restore.Usable restore) {
    withSnapshot(restore, Attach::forked);
  }

  private void forked(Restore.Verified snapshot) {
    Claims claims = snapshot.claims();
    Bound<S> bound = host.restorePath.bind(snapshot);
    if (bound instanceof Bound.Fit<S> fit) {
      long gen = claimNew(Line.mark(claims));
      Line<S> line = Line.forked(host.ids.own(), gen, snapshot, fit.state());
      // Where the snapshot rests is the other tab's.
      moveTo(arrival(Outcome.FORKED, Optional.empty()), line, claims.sst(), Optional.empty());
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE);
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
    Claim claim = host.services.fence().claim(session.sid(), join.attempt(), mark, heldGen);
    if (claim instanceof Claim.Owned owned) {
      takeOver(restore, owned.gen());
    } else if (claim instanceof Claim.Stale) {
      joining.start(join, RejectReason.STALE);
    } else {
      socket.close(CloseCode.SUPERSEDED, "a later attempt was here");
    }
  }

  private boolean isPassed(long gen) {
    Line<S> held = session.line();
    return held != null && gen <= held.gen();
  }

  private void takeOver(Restore.Usable restore, long gen) {
    Claims token = restore.token();
    Line<S> held = session.line();
    if (held != null && held.descendsFrom(token)) {
      Arrival arrival = arrival(Outcome.ADOPTED, Optional.empty());
      moveTo(arrival, held.adopted(gen), token.sst(), Optional.empty());
    } else {
      withSnapshot(restore, (attach, snapshot) -> attach.restore(snapshot, gen));
    }
  }

  private void restore(Restore.Verified snapshot, long gen) {
    if (isPassed(gen)) {
      socket.close(CloseCode.SUPERSEDED, "a later attempt was here");
      return;
    }
    Bound<S> bound = host.restorePath.bind(snapshot);
    if (bound instanceof Bound.Fit<S> fit) {
      Line<S> line = Line.restored(host.ids.own(), gen, snapshot, fit.state());
      Arrival arrival = arrival(Outcome.RESTORED, Optional.empty());
      moveTo(arrival, line, snapshot.claims().sst(), snapshot.rest());
    } else {
      joining.start(join, RejectReason.UNMIGRATABLE);
    }
  }

  /** Goes on with the snapshot that the tab holds, or with the one that its token names. */
  private void withSnapshot(
      Restore.Usable restore, BiConsumer<Attach<S>, Restore.Verified> then) {
    if (restore instanceof Restore.Verified snapshot) {
      then.accept(this, snapshot);
    } else {
      Restore.Reference reference = (Restore.Reference) restore;
      await(host.find(reference.key()), (attach, found) -> attach.found(reference, found, then));
    }
  }

  private void found(
      Restore.Reference reference,
      Found found,
      BiConsumer<Attach<S>, Restore.Verified> then) {
    if (found instanceof Found.There there) {
      Restore restore = host.restorePath.open(reference, there, joining.expected(join));
      if (restore instanceof Restore.Verified snapshot) {
        then.accept(this, snapshot);
      } else {
        joining.start(join, Optional.of((Restore.Refused) restore));
      }
    } else if (found instanceof Found.Missing) {
      joining.start(join, RejectReason.MISSING);
    } else {
      socket.close(CloseCode.TRY_AGAIN_LATER, "the snapshot cannot be reached");
    }
  }

  private <T> void await(CompletableFuture<T> answer, BiConsumer<Attach<S>, T> then) {
    if (answer.isDone()) {
      then.accept(this, answer.join());
    } else {
      session.waits();
      var unused = answer.whenComplete((any, failure) -> session.post(() -> goOn(answer, then)));
    }
  }

  private <T> void goOn(CompletableFuture<T> answer, BiConsumer<Attach<S>, T> then) {
    session.waitsNoMore();
    if (host.isDraining()) {
      session.join(
          this, attach -> socket.close(CloseCode.SERVICE_RESTART, "this server is leaving"));
    } else if (session.hasEnded()) {
      joining.go(session.sid(), join, attach -> then.accept(attach, answer.join()));
    } else {
      session.join(this, attach -> then.accept(attach, answer.join()));
    }
  }

  private void moveTo(Arrival arrival, Line<S> line, long startedAt, Optional<Rest> from) {
    session.moveTo(socket, context(arrival), line, startedAt, from);
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
