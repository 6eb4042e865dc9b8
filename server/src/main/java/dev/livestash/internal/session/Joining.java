package dev.livestash.internal.session;

import dev.livestash.internal.memory.States;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.wire.ClientFrame.Join;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.Decoded;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Rewind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A socket's first frame on its way to the right session. Each stage says by a {@link Step} what it
 * has come to; the next one is found here, and nowhere else.
 */
final class Joining<S> {
  private final Hosted<S> hosted;
  private final Sessions<Session<S>> sessions;
  private final Peer peer;
  private final Threads threads;
  private boolean hasGone;

  /** Since when what it has brought is its subject's; seconds since 1970. */
  private long boundAt;

  /** When what it has brought has started at the latest, likewise. */
  private long startedBy = Long.MAX_VALUE;

  /** What a session of this join will weigh, as well as is known yet. */
  private long bytes = States.bytes(0);

  Joining(Hosted<S> hosted, Sessions<Session<S>> sessions, Peer peer, Threads threads) {
    this.hosted = hosted;
    this.sessions = sessions;
    this.peer = peer;
    this.threads = threads;
  }

  void join(byte[] utf8) {
    unlessGivenUp(
        () -> {
          Decoded decoded = hosted.frames.decode(utf8);
          if (decoded instanceof Decoded.Frame frame && frame.frame() instanceof Join join) {
            if (join.parts()) {
              peer.sendInParts();
            }
            peer.takesPatches(join.patches());
            begin(join);
          } else if (decoded instanceof Decoded.Malformed malformed) {
            refuse(malformed.why());
          } else {
            refuse("the first frame is not a join");
          }
        });
  }

  private void refuse(String why) {
    peer.visitor().joinRefused().run();
    peer.close(CloseCode.PROTOCOL_ERROR, why);
  }

  private void begin(Join join) {
    Optional<Step<S>> atOnce = withoutToken(join);
    if (atOnce.isPresent()) {
      take(join, atOnce.get());
      return;
    }
    RestorePath.Sealed sealed = hosted.restorePath.look(join.token().orElseThrow(), join.patch());
    bytes = hosted.weight(sealed.stateBytes());
    CompletableFuture<Optional<Runnable>> room =
        hosted.roomToRestore(peer, States.bytes(sealed.inflatedBytes()));
    if (room.isDone()) {
      open(join, sealed, room.join());
    } else {
      var unused = room.thenRun(() -> outside(() -> open(join, sealed, room.join())));
    }
  }

  private Optional<Step<S>> withoutToken(Join join) {
    if (!FrameCodec.mountedName(join.view()).equals(hosted.name)) {
      hosted.tell(one -> one.refusedJoin(hosted.name, join.view()));
      peer.visitor().joinRefused().run();
      return Optional.of(new Step.Close<>(CloseCode.PROTOCOL_ERROR, "no such view here"));
    }
    if (hosted.isDraining()) {
      return Optional.of(Step.leaving());
    }
    return join.token().isEmpty()
        ? Optional.of(new Step.Anew<>(Optional.empty()))
        : Optional.empty();
  }

  private void open(Join join, RestorePath.Sealed sealed, Optional<Runnable> giveBack) {
    if (giveBack.isPresent()) {
      judge(new Brought(join, sealed, giveBack.get()));
    } else {
      take(join, Step.noRoom());
    }
  }

  /** What a join has brought, and what gives back the room that was had to open it. */
  private record Brought(Join join, RestorePath.Sealed sealed, Runnable giveBack) {}

  /** Nobody is asked about what is not authentic. */
  private void judge(Brought brought) {
    Restore restore = restored(brought.join(), brought.sealed());
    Optional<Restore.Bound> other = other(restore);
    if (other.isEmpty()) {
      judgeOwn(brought, restore);
      return;
    }
    whenAnswered(
        hosted.subjects.handedOn(other.get(), peer.subject().orElseThrow()).toCompletableFuture(),
        handedOn ->
            handedOn.ifPresentOrElse(
                since -> judgeOther(brought, restore, other.get(), since),
                () -> take(brought.join(), Step.noAnswer("fence"))));
  }

  /** Whose a token is that is bound to somebody else than its tab. */
  private Optional<Restore.Bound> other(Restore restore) {
    return restore instanceof Restore.Refused refused
        ? refused
            .foreign()
            .filter(bound -> peer.subject().filter(mine -> !mine.equals(bound.sub())).isPresent())
        : Optional.empty();
  }

  /** What is sealed for another subject is this one's since it has taken the other one's place. */
  private void judgeOther(
      Brought brought, Restore restore, Restore.Bound other, Optional<Long> since) {
    if (since.isEmpty()) {
      take(brought.join(), step(brought, restore));
      return;
    }
    boundAt = since.get();
    ClaimsCheck.Expected expected =
        hosted.expected(brought.join().view(), Optional.of(other.sub()));
    judgeOwn(brought, hosted.restorePath.open(brought.sealed(), expected));
  }

  private void judgeOwn(Brought brought, Restore restore) {
    Join join = brought.join();
    Optional<Claims> token = claims(restore);
    if (token.isEmpty()) {
      take(join, step(brought, restore));
      return;
    }
    Set<String> subjects = peer.subject().map(Set::of).orElseGet(Set::of);
    whenAnswered(
        hosted.subjects.about(subjects).toCompletableFuture(),
        said ->
            take(
                join,
                said.map(told -> step(brought, restore, token.get(), told))
                    .orElseGet(() -> Step.noAnswer("fence"))));
  }

  private Step<S> step(Brought brought, Restore restore, Claims token, Subjects.Said said) {
    startedBy = hosted.subjects.startedBy(said, peer.subject());
    return isRevoked(said, token) ? revoked(said) : step(brought, restore);
  }

  /** A tab may be back before its browser has the answer to the login that has closed it. */
  private Step<S> revoked(Subjects.Said said) {
    return hosted.subjects.isBeingRebound(said, peer.subject())
        ? new Step.Close<>(CloseCode.TRY_AGAIN_LATER, "its user logs in just now")
        : Step.anew(RejectReason.REVOKED);
  }

  private boolean isRevoked(Subjects.Said said, Claims token) {
    return said.isAllRevoked(token.sst())
        || said.isRevoked(peer.subject(), Math.max(token.sst(), boundAt));
  }

  private static Optional<Claims> claims(Restore restore) {
    return restore instanceof Restore.Usable usable
        ? Optional.of(usable.token())
        : ((Restore.Refused) restore).own().map(Restore.Usable::token);
  }

  private Step<S> step(Brought brought, Restore restore) {
    if (restore instanceof Restore.Refused refused) {
      peer.visitor().joinRefused().run();
      return new Step.Anew<>(Optional.of(refused));
    }
    Restore.Usable token = (Restore.Usable) restore;
    hosted.services.clock().compare(token.token());
    if (token instanceof Restore.Reference) {
      // What it names asks for room of its own.
      brought.giveBack().run();
    }
    return brought.join().fork().orElse(false)
        ? new Step.ForkOff<>(token, false)
        : new Step.Resume<>(token);
  }

  private Restore restored(Join join, RestorePath.Sealed sealed) {
    long start = hosted.services.nanos();
    Restore restore = hosted.restorePath.open(sealed, hosted.expected(join.view(), peer.subject()));
    Duration took = Duration.ofNanos(hosted.services.nanos() - start);
    int tokenBytes =
        join.token().map(String::length).orElse(0) + join.patch().map(String::length).orElse(0);
    hosted.tell(one -> one.opened(hosted.name, tokenBytes, took));
    return restore;
  }

  /** The one loop: what a step asks for, outside any session. */
  private void take(Join join, Step<S> step) {
    if (step instanceof Step.Anew<S> anew) {
      anew.refused().ifPresent(no -> hosted.tell(one -> one.rejected(hosted.name, no.reason())));
      go(hosted.ids.sid(), join, attach -> attach.start(anew.refused()));
    } else if (step instanceof Step.ForkOff<S> fork) {
      fork(join, fork);
    } else if (step instanceof Step.Resume<S> resume) {
      go(resume.token().token().sid(), join, attach -> attach.resume(resume.token()));
    } else if (step instanceof Step.Close<S> close) {
      peer.close(close.code(), close.reason());
    } else {
      throw new IllegalStateException("Report this: " + step + " belongs in a session.");
    }
  }

  /** The same, in the turn of a session. */
  private void take(Join join, Session<S> session, Step<S> step) {
    if (step instanceof Step.Enter<S> enter) {
      enter(join, session, enter);
    } else if (step instanceof Step.EnterAsleep<S> enter) {
      session.enter(peer, enter.entry());
    } else if (step instanceof Step.Later<S> later) {
      await(join, session, later);
    } else if (step instanceof Step.ForkOff<S>) {
      // The session is the original's, which must not fail with its copy.
      outside(() -> take(join, step));
    } else {
      take(join, step);
    }
  }

  /** What a token holds, and cannot be shown, cannot be shown at the next join either. */
  private void enter(Join join, Session<S> session, Step.Enter<S> enter) {
    if (!session.enter(peer, enter.entry())) {
      take(join, enter.otherwise());
    }
  }

  // --- ways

  /** Asks whether the state of a copy is an older one, and goes its own way. */
  private void fork(Join join, Step.ForkOff<S> fork) {
    if (hosted.rewind == Rewind.REFUSE) {
      take(join, Step.anew(RejectReason.STALE, fork.token()));
    } else if (fork.isRewound()) {
      go(hosted.ids.sid(), join, attach -> attach.fork(fork));
    } else {
      forkCopy(join, fork);
    }
  }

  private void forkCopy(Join join, Step.ForkOff<S> fork) {
    Claims token = fork.token().token();
    CompletableFuture<Boolean> answer =
        hosted.services.fence().mayFork(token.sid(), token.mark()).toCompletableFuture();
    whenAnswered(answer, isRecent -> forkCopy(join, fork, isRecent));
  }

  /** Goes on at once if there is an answer at once; empty stands for none. */
  private <T> void whenAnswered(CompletableFuture<T> answer, Consumer<Optional<T>> next) {
    if (answer.isDone()) {
      next.accept(FenceAnswer.of(answer));
    } else {
      var unused =
          answer.whenComplete((any, failure) -> outside(() -> next.accept(FenceAnswer.of(answer))));
    }
  }

  private void forkCopy(Join join, Step.ForkOff<S> fork, Optional<Boolean> isRecent) {
    if (isRecent.isEmpty()) {
      take(join, Step.noAnswer("fence"));
    } else {
      Step.ForkOff<S> judged = new Step.ForkOff<>(fork.token(), !isRecent.get());
      go(hosted.ids.sid(), join, attach -> attach.fork(judged));
    }
  }

  private void outside(Runnable stage) {
    threads.execute(() -> unlessGivenUp(stage));
  }

  /**
   * Goes to the instance's session; to a new one of the same instance, if that has just ended. The
   * first way is the last thing that a step of the join does; any further one begins in a session.
   */
  private void go(String sid, Join join, Function<Attach<S>, Step<S>> way) {
    Optional<Session<S>> found = session(sid);
    if (found.isEmpty()) {
      boolean isOwn = !peer.visitor().share().hasRoom(bytes);
      peer.close(
          CloseCode.TRY_AGAIN_LATER,
          isOwn
              ? "its client's sessions take as much as its quota allows"
              : "too many instances, or too large ones");
      return;
    }
    Runnable turn = () -> inTurn(found.get(), join, way);
    if (hasGone) {
      found.get().post(turn);
    } else {
      hasGone = true;
      found.get().postLast(turn);
    }
  }

  private Optional<Session<S>> session(String sid) {
    return hasRoom(sessions.find(sid))
        ? sessions.forInstance(sid, id -> new Session<>(hosted, sessions, id, threads, bytes))
        : Optional.empty();
  }

  /** One that sleeps has given back the room that its state takes when it is here. */
  private boolean hasRoom(Optional<Session<S>> found) {
    if (found.isEmpty()) {
      return hosted.hasRoom(peer, bytes);
    }
    return found.get().berth().asleep().isEmpty() || hosted.hasRoomToWake(peer, bytes);
  }

  private void inTurn(Session<S> session, Join join, Function<Attach<S>, Step<S>> way) {
    if (session.hasEnded()) {
      go(session.sid(), join, way);
    } else {
      session.join(
          peer,
          () -> {
            Step<S> step = way.apply(new Attach<>(hosted, session, peer, join, boundAt, startedBy));
            session.isBack();
            take(join, session, step);
          });
    }
  }

  private void await(Join join, Session<S> session, Step.Later<S> later) {
    session.joins().waits();
    var unused =
        later
            .answer()
            .whenComplete(
                (any, failure) ->
                    session.post(
                        () -> {
                          session.joins().waitsNoMore();
                          Step<S> leaving = Step.leaving();
                          inTurn(
                              session,
                              join,
                              hosted.isDraining() ? attach -> leaving : later.then());
                        }));
  }

  // --- failure

  /** A join that fails must not leave its tab waiting; one whose tab has gone need not go on. */
  private void unlessGivenUp(Runnable stage) {
    if (peer.isClosed()) {
      return;
    }
    try {
      stage.run();
    } catch (Throwable failure) {
      hosted.joinFailed(failure);
      peer.close(CloseCode.INTERNAL_ERROR, "the join failed");
    }
  }
}
