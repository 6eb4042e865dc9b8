package dev.livestash.session;

import dev.livestash.fence.Claim;
import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.StepFence;
import dev.livestash.session.CommitPath.Result;
import dev.livestash.session.HistoryView.History;
import dev.livestash.session.RestorePath.Restore;
import dev.livestash.state.Bound;
import dev.livestash.token.Claims;
import dev.livestash.wire.ClientFrame;
import dev.livestash.wire.CloseCode;
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
    super(scenario, scenario.seed == Seed.ACCEPT_STALE ? new ForgivingFence(fence) : fence);
    this.seed = scenario.seed;
  }

  @Override
  void receive(ModelSocket socket, ClientFrame frame) {
    if (seed == Seed.ADOPT_BY_NUMBER && frame instanceof ClientFrame.Join join) {
      super.receive(socket, relatedByNumber(join));
    } else if (seed == Seed.SWAP_ACKS) {
      receiveSwapped(socket, frame);
    } else {
      super.receive(socket, frame);
    }
  }

  /** The answer as it would be if its session had not gone on. */
  @Override
  Claim heard(String sid, Claim claim) {
    return seed == Seed.TAKE_PASSED && claim instanceof Claim.Owned owned
        ? new Claim.Owned(Math.max(owned.gen(), heldGen(sid) + 1), owned.shared())
        : claim;
  }

  private long heldGen(String sid) {
    return session(sid).map(Session::line).map(Line::gen).orElse(0L);
  }

  @Override
  ModelSocket newSocket(int wire) {
    return seed == Seed.KEEP_OLD_SOCKET ? new LastingSocket(wire, this) : super.newSocket(wire);
  }

  /** The join as it would be if a session were the one of every token that is not above it. */
  private ClientFrame relatedByNumber(ClientFrame.Join join) {
    if (join.token().isEmpty()) {
      return join;
    }
    Restore.Verified in =
        (Restore.Verified) host.restorePath.open(join.token().get(), join.patch(), expected());
    String own =
        session(in.claims().sid())
            .map(Session::line)
            .filter(held -> Line.mark(in.claims()).compareTo(new Mark(held.gen(), held.seq())) <= 0)
            .map(Line::own)
            .orElse(NOBODY);
    // The node must not take it for what the tab holds, so it is a patch against something else,
    // and of an old key.
    Result.Sealed whole = sealed(owned(in.claims(), NOBODY), NOTHING_LIKE_IT, null);
    History state = ((Bound.Fit<History>) host.restorePath.bind(in)).state();
    Result.Sealed patch = sealed(owned(in.claims(), own), state, whole.base());
    return new ClientFrame.Join(
        join.view(),
        join.attempt(),
        Optional.of(whole.token()),
        Optional.of(patch.token()),
        join.fork(),
        join.params());
  }

  private Result.Sealed sealed(Claims claims, History state, @Nullable HeldBase base) {
    return (Result.Sealed) oldCommitPath().commit(claims, state, base);
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

  private Optional<Mark> inFlight(ModelSocket socket) {
    return host.sessions.all().stream()
        .filter(session -> session.socket() == socket.attachment())
        .findFirst()
        .map(Session::line)
        .map(Line::inFlight);
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
  private record ForgivingFence(StepFence fence) implements Fence {
    @Override
    public CompletionStage<Claim> claim(String sid, long attempt, Mark token, long sessionGen) {
      CompletionStage<Claim> claim = fence.claim(sid, attempt, token, sessionGen);
      return claim.toCompletableFuture().join() instanceof Claim.Stale
          ? fence.claim(sid, attempt, fence.memory().kept(sid), sessionGen)
          : claim;
    }

    @Override
    public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
      return fence.kept(sid, gen, mark);
    }

    @Override
    public CompletionStage<Boolean> mayFork(String sid, Mark token) {
      return fence.mayFork(sid, token);
    }
  }
}
