package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.internal.memory.States;
import dev.livestash.internal.snapshot.HeldByTab;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.stores.Stores.Found;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.wire.ClientFrame.Join;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Arrival;
import dev.livestash.view.Fencing;
import dev.livestash.view.Outcome;
import dev.livestash.view.Rewind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * One join, in the turn of its instance's session: claim, then adopt, or bind and restore, or start
 * anew. Each method returns the step that it has come to.
 */
final class Attach<S> {
  /**
   * How long a socket may take to show that its peer is there, before another one takes its
   * instance over.
   */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  private final Hosted<S> hosted;
  private final Session<S> session;
  private final Peer peer;
  private final Join join;
  private final long boundAt;
  private final long startedBy;

  /**
   * A join in a session's turn.
   *
   * @param boundAt since when what it has brought is its subject's, in seconds since 1970; 0 for
   *     ever since it started
   * @param startedBy when that has started at the latest, likewise
   */
  Attach(Hosted<S> hosted, Session<S> session, Peer peer, Join join, long boundAt, long startedBy) {
    this.hosted = hosted;
    this.session = session;
    this.peer = peer;
    this.join = join;
    this.boundAt = boundAt;
    this.startedBy = startedBy;
  }

  // --- a new instance

  /** The first attach of a new instance. */
  Step<S> start(Optional<Restore.Refused> refused) {
    return claim(Mark.NONE, 0, (attach, answer) -> attach.started(refused, answer));
  }

  private Step<S> started(Optional<Restore.Refused> refused, Ownership answer) {
    Ownership.Owned owned = ownedNew(answer, Mark.NONE);
    TabContext<S> context =
        context(Outcome.NEW, refused.map(Restore.Refused::reason), owned, lostAbove(0));
    long seen = refused.flatMap(Attach::ofLaterRelease).map(Claims::seen).orElse(0L);
    Optional<S> salvaged = refused.flatMap(no -> salvaged(no, context));
    S first = salvaged.orElseGet(() -> hosted.first(context));
    Timeline<S> timeline = Timeline.first(hosted.ids.epoch(), owned.gen(), seen, first);
    return enter(
        new Entry<>(
            context,
            timeline,
            Age.startsAt(peer.openedAtSecond(), hosted.services.epochSecond()),
            HeldByTab.NOTHING,
            List.of()),
        salvaged.isPresent() ? Step.anew(RejectReason.UNUSABLE) : Step.failed());
  }

  private Optional<S> salvaged(Restore.Refused refused, TabContext<S> context) {
    return hosted
        .restorePath
        .leftover(refused)
        .flatMap(
            leftover ->
                hosted
                    .tried(
                        "Salvaging a state of " + hosted.name,
                        () -> hosted.view.salvage(leftover, context))
                    .flatMap(made -> made));
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

  /** The first attach of an instance that goes on from the state of another one. */
  Step<S> fork(Step.ForkOff<S> fork) {
    return withSnapshot(fork.token(), (attach, snapshot) -> attach.bindFork(fork, snapshot));
  }

  private Step<S> bindFork(Step.ForkOff<S> fork, Restore.Verified snapshot) {
    BindResult<S> bound = hosted.restorePath.bind(snapshot);
    return bound instanceof BindResult.Fit<S> fit
        ? claim(
            snapshot.claims().mark(),
            0,
            (attach, answer) -> attach.forked(fork, snapshot, fit.state(), answer))
        : Step.anew(RejectReason.UNMIGRATABLE, snapshot);
  }

  private Step<S> forked(
      Step.ForkOff<S> fork, Restore.Verified snapshot, S state, Ownership answer) {
    Ownership.Owned owned = ownedNew(answer, snapshot.claims().mark());
    // A copy numbers its events on from the token that it holds, also where the snapshot that this
    // names has come further: that was by the other tab's events.
    long seen = (fork.isRewound() ? snapshot.claims() : snapshot.token()).seen();
    long lost = lostAbove(seen);
    boolean isBehind = fork.isRewound() || lost > 0;
    Optional<RejectReason> reason = isBehind ? Optional.of(RejectReason.STALE) : Optional.empty();
    // The slot where the snapshot rests is the other one's, and stays.
    return enter(
        new Entry<>(
            context(Outcome.FORKED, reason, owned, lost),
            Timeline.forked(hosted.ids.epoch(), owned.gen(), snapshot, seen, state),
            age(snapshot.claims()),
            HeldByTab.NOTHING,
            snapshot.claims().refused().stream().filter(event -> event.n() <= seen).toList()),
        Step.anew(RejectReason.UNUSABLE, snapshot));
  }

  /** How many events the tab has let go of, though a state with fewer is all that is left. */
  private long lostAbove(long seen) {
    return Math.max(0, join.trimmed().orElse(0) - seen);
  }

  /** Nobody else knows a new instance yet: no fence has anything against it, nor need it answer. */
  private static Ownership.Owned ownedNew(Ownership answer, Mark mark) {
    return answer instanceof Ownership.Owned owned
        ? owned
        : new Ownership.Owned(mark.gen() + 1, false);
  }

  // --- an instance that the tab has a token of

  /** A tab that cannot tell whether it is a copy is one if the other socket's peer is there. */
  Step<S> resume(Restore.Usable token) {
    Optional<Peer> other = session.berth().peer();
    if (join.fork().isPresent() || other.isEmpty()) {
      return claim(token);
    }
    CompletableFuture<Boolean> isThere = new CompletableFuture<>();
    other.get().probe(PROBE_TIMEOUT, isThere::complete);
    return when(isThere, (attach, answer) -> attach.judged(token, answer.join()));
  }

  private Step<S> judged(Restore.Usable token, boolean otherIsThere) {
    if (peer.isClosed()) {
      return new Step.Close<>(CloseCode.GOING_AWAY, "the tab has given up");
    }
    return otherIsThere ? new Step.ForkOff<>(token, false) : claim(token);
  }

  /**
   * What is in memory stands for its tab's token, however old that is: with it nothing goes back.
   */
  private Step<S> claim(Restore.Usable token) {
    Mark brought = token.token().mark();
    Mark mark = living(token).map(there -> there.kept().max(brought)).orElse(brought);
    return claim(
        mark, session.berth().gen(), (attach, answer) -> attach.claimed(token, mark, answer));
  }

  /** The future of a token, if it is in memory. */
  private Optional<Timeline<S>> living(Restore.Usable token) {
    return session
        .berth()
        .timeline()
        .filter(there -> there.descendsFrom(token.token()))
        .filter(there -> there.hasComeTo(token.token()))
        // Another node may have gone further, with events that are only there.
        .filter(there -> lostAbove(there.seen()) == 0)
        // What nobody may have seen yet is not shown to one who comes back either.
        .filter(there -> hosted.rewind == Rewind.FORK || there.isKept());
  }

  private Step<S> claimed(Restore.Usable token, Mark mark, Ownership answer) {
    if (answer instanceof Ownership.Owned owned && !isPassed(owned)) {
      return takeOver(token, mark, owned);
    }
    if (answer instanceof Ownership.Stale) {
      return new Step.ForkOff<>(token, true);
    }
    return answer instanceof Ownership.Unavailable ? Step.noAnswer("fence") : superseded();
  }

  private Step<S> superseded() {
    return new Step.Close<>(CloseCode.SUPERSEDED, "a later attempt was here");
  }

  /** Whether a later claim's answer was here first. */
  private boolean isPassed(Ownership.Owned owned) {
    return owned.gen() <= session.berth().gen();
  }

  private Step<S> takeOver(Restore.Usable token, Mark mark, Ownership.Owned owned) {
    Optional<Timeline<S>> living = living(token);
    if (living.isPresent()) {
      return adopted(living.get(), token, owned);
    }
    boolean isRewound =
        token.token().mark().compareTo(mark) < 0 || lostAbove(token.token().seen()) > 0;
    return isRewound
        ? new Step.ForkOff<>(token, true)
        : withSnapshot(token, (attach, snapshot) -> attach.restored(snapshot, owned));
  }

  private Step<S> adopted(Timeline<S> living, Restore.Usable token, Ownership.Owned owned) {
    return enter(
        new Entry<>(
            context(Outcome.ADOPTED, owned),
            living.adopted(owned.gen(), token.token().mark()),
            age(token.token()),
            HeldByTab.of(token),
            List.of()),
        // What is in memory goes by that: the tab comes again, with what it holds.
        Step.failed());
  }

  private Step<S> restored(Restore.Verified snapshot, Ownership.Owned owned) {
    if (isPassed(owned)) {
      return superseded();
    }
    return new AsleepArrival<>(hosted, peer, join)
        .entry(snapshot, context(Outcome.RESTORED, owned), age(snapshot.claims()))
        .<Step<S>>map(Step.EnterAsleep::new)
        .orElseGet(() -> awake(snapshot, owned));
  }

  private Step<S> awake(Restore.Verified snapshot, Ownership.Owned owned) {
    BindResult<S> bound = hosted.restorePath.bind(snapshot);
    return bound instanceof BindResult.Fit<S> fit
        ? enter(
            new Entry<>(
                context(Outcome.RESTORED, owned),
                Timeline.restored(hosted.ids.epoch(), owned.gen(), snapshot, fit.state()),
                age(snapshot.claims()),
                snapshot.held(),
                snapshot.claims().refused()),
            Step.anew(RejectReason.UNUSABLE, snapshot))
        : Step.anew(RejectReason.UNMIGRATABLE, snapshot);
  }

  private Age age(Claims token) {
    return Age.of(token).notBefore(boundAt).startedBy(startedBy);
  }

  // --- what is answered at once, or later

  /** Goes on with the snapshot that the tab holds, or with the one that its token names. */
  private Step<S> withSnapshot(
      Restore.Usable token, BiFunction<Attach<S>, Restore.Verified, Step<S>> then) {
    if (token instanceof Restore.Verified snapshot) {
      return then.apply(this, snapshot);
    }
    Restore.Reference reference = (Restore.Reference) token;
    if (reference.isNowhere()) {
      return new Step.Anew<>(Optional.empty());
    }
    return when(
        hosted.find(reference.key()),
        (attach, answer) -> attach.found(reference, answer.join(), then));
  }

  private Step<S> found(
      Restore.Reference reference,
      Found found,
      BiFunction<Attach<S>, Restore.Verified, Step<S>> then) {
    if (found instanceof Found.There there) {
      RestorePath.Sealed sealed = hosted.restorePath.look(there);
      return when(
          hosted.roomToRestore(peer, States.bytes(sealed.inflatedBytes())),
          (attach, hasRoom) ->
              hasRoom.join().isPresent()
                  ? attach.opened(reference, there, sealed, then)
                  : Step.noRoom());
    }
    return found instanceof Found.Missing
        ? Step.anew(RejectReason.MISSING, reference)
        : Step.noAnswer("store");
  }

  private Step<S> opened(
      Restore.Reference reference,
      Found.There there,
      RestorePath.Sealed sealed,
      BiFunction<Attach<S>, Restore.Verified, Step<S>> then) {
    Restore restore =
        hosted.restorePath.open(
            reference, there, sealed, hosted.expected(join.view(), reference.token().sub()));
    return restore instanceof Restore.Verified snapshot
        ? then.apply(this, snapshot)
        : new Step.Anew<>(Optional.of((Restore.Refused) restore));
  }

  private Step<S> claim(Mark mark, long heldGen, BiFunction<Attach<S>, Ownership, Step<S>> then) {
    CompletableFuture<Ownership> asked =
        hosted
            .services
            .fence()
            .claim(session.sid(), join.attempt(), mark, heldGen)
            .toCompletableFuture();
    return when(asked, (attach, answer) -> then.apply(attach, attach.ownership(answer)));
  }

  private Ownership ownership(CompletableFuture<Ownership> answer) {
    Ownership told = FenceAnswer.of(answer).orElseGet(Ownership.Unavailable::new);
    if (told instanceof Ownership.Owned) {
      hosted.services.fence().isOf(session.sid(), peer.client());
    }
    return told;
  }

  /** Goes on at once if there is an answer at once. */
  private <T> Step<S> when(
      CompletableFuture<T> asked, BiFunction<Attach<S>, CompletableFuture<T>, Step<S>> then) {
    return asked.isDone()
        ? then.apply(this, asked)
        : new Step.Later<>(asked, attach -> then.apply(attach, asked));
  }

  private Step<S> enter(Entry<S> entry, Step<S> otherwise) {
    return new Step.Enter<>(entry, otherwise);
  }

  private TabContext<S> context(Outcome outcome, Ownership.Owned owned) {
    return context(outcome, Optional.empty(), owned, 0);
  }

  private TabContext<S> context(
      Outcome outcome, Optional<RejectReason> reason, Ownership.Owned owned, long lost) {
    Fencing fencing = owned.shared() ? Fencing.SHARED : Fencing.LOCAL;
    Arrival arrival =
        new Arrival(outcome, reason.map(RejectReason::code), fencing, lost, owned.gen());
    return new TabContext<>(
        session, join.view(), hosted.frames.params(join), peer.visitor(), arrival);
  }
}
