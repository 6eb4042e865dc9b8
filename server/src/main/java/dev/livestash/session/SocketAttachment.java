package dev.livestash.session;

import dev.livestash.session.RestorePath.Restore;
import dev.livestash.token.ClaimsCheck;
import dev.livestash.token.RejectReason;
import dev.livestash.wire.ClientFrame.Join;
import dev.livestash.wire.CloseCode;
import dev.livestash.wire.Decoded;
import dev.livestash.wire.FrameCodec;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket from its first frame to its end: takes the join to the right session, and then every
 * frame.
 */
final class SocketAttachment<S> implements Attachment {
  private final ViewHost<S> host;
  private final Transport transport;
  private final Executor executor;
  private final Optional<String> binding;
  private final AtomicBoolean joining = new AtomicBoolean();
  private volatile @Nullable Session<S> session;
  private volatile boolean closed;
  private long joinedAtNanos;

  SocketAttachment(
      ViewHost<S> host, Transport transport, Executor executor, Optional<String> binding) {
    this.host = host;
    this.transport = transport;
    this.executor = executor;
    this.binding = binding;
  }

  @Override
  public void frame(String text) {
    Session<S> attached = session;
    if (attached != null) {
      attached.receive(this, text);
    } else if (joining.compareAndSet(false, true)) {
      joinedAtNanos = host.services.nanoTime().getAsLong();
      executor.execute(() -> guardedJoin(text));
    } else {
      close(CloseCode.PROTOCOL_ERROR, "a frame before joined");
    }
  }

  @Override
  public void closed() {
    closed = true;
    Session<S> attached = session;
    if (attached != null) {
      attached.detached(this);
    }
  }

  @Override
  public boolean isJoined() {
    return session != null;
  }

  boolean isClosed() {
    return closed;
  }

  Optional<String> binding() {
    return binding;
  }

  long joinedAtNanos() {
    return joinedAtNanos;
  }

  void attachedTo(Session<S> newSession) {
    session = newSession;
  }

  void send(byte[] utf8) {
    transport.send(utf8);
  }

  void close(CloseCode code, String reason) {
    transport.close(code, reason);
  }

  private void guardedJoin(String text) {
    try {
      join(text);
    } catch (RuntimeException | Error failure) {
      System.getLogger("dev.livestash")
          .log(Level.ERROR, "A join to " + host.name + " failed", failure);
      close(CloseCode.INTERNAL_ERROR, "the join failed");
    }
  }

  private void join(String text) {
    Decoded decoded = host.frames.decode(text);
    if (decoded instanceof Decoded.Frame frame && frame.frame() instanceof Join join) {
      join(join);
    } else if (decoded instanceof Decoded.Malformed malformed) {
      close(CloseCode.PROTOCOL_ERROR, malformed.why());
    } else {
      close(CloseCode.PROTOCOL_ERROR, "the first frame is not a join");
    }
  }

  private void join(Join join) {
    if (!FrameCodec.mountedName(join.view()).equals(host.name)) {
      close(CloseCode.PROTOCOL_ERROR, "no such view here");
    } else if (join.token().isPresent()) {
      restore(join, join.token().get());
    } else {
      startNew(join, Optional.empty());
    }
  }

  private void restore(Join join, String token) {
    ClaimsCheck.Expected expected =
        new ClaimsCheck.Expected(
            join.view(),
            binding.map(SocketAttachment::hash),
            host.view.stateVersion(),
            host.services.clock().instant());
    Restore restore = host.restorePath.open(token, expected);
    if (restore instanceof Restore.Verified verified) {
      attach(join, verified);
    } else {
      startNew(join, Optional.of((Restore.Refused) restore));
    }
  }

  /**
   * Goes to the instance's session, or to a new one of the same instance if that has just ended.
   */
  void attach(Join join, Restore.Verified verified) {
    withSession(
        verified.claims().sid(),
        session -> session.post(() -> session.attach(this, join, verified)));
  }

  /** Starts a new instance: there was no token, or it cannot be used. Never leaves a dead page. */
  void startNew(Join join, Optional<Restore.Refused> refused) {
    refused.ifPresent(no -> host.listener.rejected(join.view(), no.reason()));
    withSession(host.ids.sid(), session -> session.post(() -> session.start(this, join, refused)));
  }

  void startNew(Join join, RejectReason reason) {
    startNew(join, Optional.of(new Restore.Refused(reason, Optional.empty())));
  }

  private void withSession(String sid, Consumer<Session<S>> use) {
    Optional<Session<S>> found =
        host.sessions.forInstance(sid, id -> new Session<>(host, id, executor));
    if (found.isPresent()) {
      use.accept(found.get());
    } else {
      close(CloseCode.TRY_AGAIN_LATER, "too many instances");
    }
  }

  static String hash(String binding) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(binding.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256; use a complete one.", impossible);
    }
  }
}
