package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.fence.PlainFence;
import dev.livestash.fence.StepFence;
import dev.livestash.internal.session.HistoryView.History;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.HeldBase;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node that makes one mistake. It is made at the node's edge, by doctoring what goes in or out,
 * so that the code under test needs no switch for it.
 */
final class SeededNode extends ServerNode {
  /** The name of no session. */
  private static final String NOBODY = "A".repeat(11);

  private static final History NOTHING_LIKE_IT = new History(List.of(1_000L, 2_000L));

  private final Seed seed;

  SeededNode(Scenario scenario, StepFence fence) {
    super(scenario, seeded(scenario.seed, fence));
    this.seed = scenario.seed;
  }

  private static Fence seeded(Seed seed, StepFence fence) {
    return switch (seed) {
      case ACCEPT_STALE -> new ForgivingFence(fence);
      case ANSWER_EARLY -> new ForgetfulFence(fence);
      default -> fence;
    };
  }

  @Override
  void receive(ModelSocket socket, ClientFrame frame) {
    if (seed == Seed.ADOPT_BY_NUMBER && frame instanceof ClientFrame.Join join) {
      super.receive(socket, relatedByNumber(join));
    } else if (seed == Seed.SHOW_ANOTHER && frame instanceof ClientFrame.Join join) {
      super.receive(socket, shown(join));
    } else if (seed == Seed.SWAP_ACKS) {
      receiveSwapped(socket, frame);
    } else if (seed == Seed.WAKE_OLDER && frame instanceof ClientFrame.Wake wake) {
      super.receive(socket, emptied(wake.token(), wake.patch()));
    } else {
      super.receive(socket, frame);
    }
  }

  /** The answer as it would be if its session had not gone on. */
  @Override
  Ownership heard(String sid, Ownership claim) {
    return seed == Seed.TAKE_PASSED && claim instanceof Ownership.Owned owned
        ? new Ownership.Owned(Math.max(owned.gen(), heldGen(sid) + 1), owned.shared())
        : claim;
  }

  private long heldGen(String sid) {
    return session(sid)
        .flatMap(session -> session.berth().timeline())
        .map(Timeline::gen)
        .orElse(0L);
  }

  @Override
  ModelSocket newSocket(int wire) {
    return seed == Seed.KEEP_OLD_SOCKET ? new LastingSocket(wire, this) : super.newSocket(wire);
  }

  /** The join as it would be if its page showed what its token was sealed with. */
  private static ClientFrame shown(ClientFrame.Join join) {
    return new ClientFrame.Join(
        join.view(),
        join.attempt(),
        join.token(),
        join.patch(),
        join.fork(),
        join.trimmed(),
        join.parts(),
        join.patches(),
        true,
        join.params());
  }

  /** The join as it would be if a session were the one of every token that is not above it. */
  private ClientFrame relatedByNumber(ClientFrame.Join join) {
    if (join.token().isEmpty()) {
      return join;
    }
    Restore.Verified in =
        (Restore.Verified) restorePath().open(join.token().get(), join.patch(), expected());
    String own =
        session(in.claims().sid())
            .flatMap(session -> session.berth().timeline())
            .filter(held -> in.claims().mark().compareTo(new Mark(held.gen(), held.seq())) <= 0)
            .map(Timeline::epoch)
            .orElse(NOBODY);
    // The node must not take it for what the tab holds, so it is a patch against something else,
    // and of an old key.
    Commit.Sealed whole = sealed(owned(in.claims(), NOBODY), NOTHING_LIKE_IT, null);
    History state = ((BindResult.Fit<History>) restorePath().bind(in)).state();
    Commit.Sealed patch = sealed(owned(in.claims(), own), state, whole.base());
    return new ClientFrame.Join(
        join.view(),
        join.attempt(),
        Optional.of(whole.token()),
        Optional.of(patch.token()),
        join.fork(),
        join.trimmed(),
        join.parts(),
        join.patches(),
        join.shows(),
        join.params());
  }

  /** Any session could sleep. */
  @Override
  List<Integer> idle() {
    return seed == Seed.SLEEP_EARLY
        ? inside().owners().stream().filter(wire -> wire >= 0).toList()
        : super.idle();
  }

  @Override
  void sleep(int wire) {
    if (seed == Seed.SLEEP_EARLY) {
      socketAt(wire).ifPresent(this::receiveKept);
    }
    super.sleep(wire);
  }

  private void receiveKept(ModelSocket socket) {
    inFlight(socket)
        .ifPresent(mark -> super.receive(socket, new ClientFrame.Kept(mark.gen(), mark.seq())));
  }

  @Override
  void update(int wire) {
    super.update(wire);
    if (seed == Seed.UPDATE_NOTHING) {
      sessionAt(wire)
          .flatMap(session -> session.berth().asleep())
          .ifPresent(
              asleep -> {
                Restore.Verified in =
                    (Restore.Verified)
                        restorePath()
                            .open(wholeToken(wire).orElseThrow(), Optional.empty(), expected());
                super.receive(
                    socketAt(wire).orElseThrow(), emptied(at(in.claims(), asleep.place())));
              });
    }
  }

  @Override
  void mark(Session<History> session) {
    boolean isAsleep = session.berth().asleep().isPresent();
    if (seed == Seed.UPDATE_DROPPED && isAsleep) {
      session.outside().update(state -> state);
    } else {
      super.mark(session);
      if (seed == Seed.UPDATE_REPEATED && isAsleep) {
        super.mark(session);
      }
    }
  }

  private static Claims at(Claims was, Timeline.Place place) {
    return new Claims(
        was.iss(),
        was.aud(),
        was.sub(),
        was.sid(),
        place.epoch(),
        place.gen(),
        place.seq(),
        place.seen(),
        was.ver(),
        was.iat(),
        was.exp(),
        was.sst());
  }

  private ClientFrame.Wake emptied(String token, Optional<String> patch) {
    return emptied(((Restore.Verified) restorePath().open(token, patch, expected())).claims());
  }

  /** These claims, with no event in the state. */
  private ClientFrame.Wake emptied(Claims claims) {
    return new ClientFrame.Wake(
        sealed(claims, new History(List.of()), null).token(), Optional.empty());
  }

  private Commit.Sealed sealed(Claims claims, History state, @Nullable HeldBase base) {
    return (Commit.Sealed) oldCommitPath().commit(claims, state, base);
  }

  private static Claims owned(Claims was, String own) {
    return new Claims(
        was.iss(),
        was.aud(),
        was.sub(),
        was.sid(),
        own,
        was.gen(),
        was.seq(),
        was.seen(),
        was.ver(),
        was.iat(),
        was.exp(),
        was.sst());
  }

  /** Nothing waits for an answer, and an answer is taken for that of the newest snapshot. */
  private void receiveSwapped(ModelSocket socket, ClientFrame frame) {
    Optional<Mark> newest = inFlight(socket);
    if (newest.isPresent() && frame instanceof ClientFrame.Event) {
      super.receive(
          socket, new ClientFrame.Unkept(newest.get().gen(), newest.get().seq(), "quota"));
      super.receive(socket, frame);
    } else if (newest.isPresent() && frame instanceof ClientFrame.Kept) {
      super.receive(socket, new ClientFrame.Kept(newest.get().gen(), newest.get().seq()));
    } else {
      super.receive(socket, frame);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a peer is one connection, and no other is like it
  private Optional<Mark> inFlight(ModelSocket socket) {
    return host.sessions().all().stream()
        .filter(session -> session.berth().peer().orElse(null) == socket.attachment())
        .findFirst()
        .flatMap(session -> session.berth().timeline())
        .map(Timeline::inFlight);
  }

  /** Is not closed because another one has come. */
  private static final class LastingSocket extends ModelSocket {
    LastingSocket(int wire, ServerNode node) {
      super(wire, node);
    }

    @Override
    public void close(CloseCode code, String reason) {
      if (code != CloseCode.SUPERSEDED) {
        super.close(code, reason);
      }
    }
  }

  /** Takes a stale token for one at the mark. */
  private record ForgivingFence(StepFence fence) implements PlainFence {
    @Override
    public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
      CompletionStage<Ownership> claim = fence.claim(sid, attempt, token, sessionGen);
      return claim.toCompletableFuture().join() instanceof Ownership.Stale
          ? fence.claim(sid, attempt, fence.memory().kept(sid), sessionGen)
          : claim;
    }
  }

  /** Says that it knows of a snapshot, and does not. */
  private record ForgetfulFence(StepFence fence) implements PlainFence {
    @Override
    public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
      return fence.kept(sid, gen, Mark.NONE);
    }
  }
}
