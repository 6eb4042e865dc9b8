package dev.livestash.session;

import dev.livestash.session.RestorePath.Restore;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCheck;
import dev.livestash.token.RejectReason;
import dev.livestash.wire.ClientFrame.Join;
import dev.livestash.wire.CloseCode;
import dev.livestash.wire.Decoded;
import dev.livestash.wire.FrameCodec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A socket's first frame on its way to the right session: open the token, check its claims, and go
 * there.
 */
final class Joining<S> {
  private final ViewHost<S> host;
  private final SocketAttachment<S> socket;
  private final Executor executor;
  private boolean hasGone;

  Joining(ViewHost<S> host, SocketAttachment<S> socket, Executor executor) {
    this.host = host;
    this.socket = socket;
    this.executor = executor;
  }

  void join(String text) {
    Decoded decoded = host.frames.decode(text);
    if (decoded instanceof Decoded.Frame frame && frame.frame() instanceof Join join) {
      join(join);
    } else if (decoded instanceof Decoded.Malformed malformed) {
      socket.close(CloseCode.PROTOCOL_ERROR, malformed.why());
    } else {
      socket.close(CloseCode.PROTOCOL_ERROR, "the first frame is not a join");
    }
  }

  private void join(Join join) {
    if (!FrameCodec.mountedName(join.view()).equals(host.name)) {
      socket.close(CloseCode.PROTOCOL_ERROR, "no such view here");
    } else if (host.isDraining()) {
      socket.close(CloseCode.SERVICE_RESTART, "this server is leaving");
    } else if (join.token().isEmpty()) {
      start(join, Optional.empty());
    } else {
      restore(join, host.restorePath.open(join.token().get(), join.patch(), expected(join)));
    }
  }

  ClaimsCheck.Expected expected(Join join) {
    return new ClaimsCheck.Expected(
        join.view(), socket.subject(), host.view.stateVersion(), host.services.clock().instant());
  }

  private void restore(Join join, Restore restore) {
    if (restore instanceof Restore.Refused refused) {
      start(join, Optional.of(refused));
    } else if (join.fork().orElse(false)) {
      fork(join, (Restore.Usable) restore);
    } else {
      attach(join, (Restore.Usable) restore);
    }
  }

  /** Starts a new instance: there was no token, or it cannot be used. Never leaves a dead page. */
  void start(Join join, Optional<Restore.Refused> refused) {
    refused.ifPresent(no -> host.listener.rejected(join.view(), no.reason()));
    go(host.ids.sid(), join, attach -> attach.start(refused));
  }

  void start(Join join, RejectReason reason, Restore.Usable own) {
    start(join, Optional.of(new Restore.Refused(reason, Optional.of(own))));
  }

  private void attach(Join join, Restore.Usable restore) {
    go(restore.token().sid(), join, attach -> attach.attach(restore));
  }

  /** A tab that could not tell whether it is a copy is one if the other socket's peer is there. */
  void judged(Join join, Restore.Usable restore, boolean otherIsThere) {
    later(() -> restore(join.withFork(otherIsThere), restore));
  }

  /** Starts an instance of the tab's own, from the state of the one it was copied from. */
  private void fork(Join join, Restore.Usable restore) {
    Claims token = restore.token();
    CompletableFuture<Boolean> answer =
        host.services.fence().mayFork(token.sid(), Line.mark(token)).toCompletableFuture();
    if (answer.isDone()) {
      fork(join, restore, FenceAnswer.of(answer));
    } else {
      var unused =
          answer.whenComplete(
              (may, failure) -> later(() -> fork(join, restore, FenceAnswer.of(answer))));
    }
  }

  private void fork(Join join, Restore.Usable restore, Optional<Boolean> may) {
    if (may.isEmpty()) {
      socket.close(CloseCode.TRY_AGAIN_LATER, "the fence does not answer");
    } else if (may.get()) {
      go(host.ids.sid(), join, attach -> attach.fork(restore));
    } else {
      start(join, RejectReason.STALE, restore);
    }
  }

  private void later(Runnable step) {
    executor.execute(() -> socket.joinStep(step));
  }

  /**
   * Goes to the instance's session; to a new one of the same instance, if that has just ended. The
   * first way is the last thing that a step of the join does; any further one begins in a session.
   */
  void go(String sid, Join join, Consumer<Attach<S>> how) {
    Optional<Session<S>> found =
        host.sessions.forInstance(sid, id -> new Session<>(host, id, executor));
    if (found.isEmpty()) {
      socket.close(CloseCode.TRY_AGAIN_LATER, "too many instances");
      return;
    }
    Session<S> session = found.get();
    Runnable task =
        () -> {
          if (session.hasEnded()) {
            go(sid, join, how);
          } else {
            session.join(new Attach<>(host, session, this, socket, join), how);
          }
        };
    if (hasGone) {
      session.post(task);
    } else {
      hasGone = true;
      session.postLast(task);
    }
  }
}
