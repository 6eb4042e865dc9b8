package dev.livestash.session;

import dev.livestash.wire.CloseCode;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket from its first frame to its end: the first frame is a join, every later one goes to the
 * session.
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
      executor.execute(() -> joinStep(() -> new Joining<>(host, this, executor).join(text)));
    } else {
      close(CloseCode.PROTOCOL_ERROR, "a frame before joined");
    }
  }

  /**
   * Runs a step of its join, unless the tab has given up. A join that fails must not leave the tab
   * waiting.
   */
  void joinStep(Runnable step) {
    if (closed) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException | Error failure) {
      System.getLogger("dev.livestash")
          .log(Level.ERROR, "A join to " + host.name + " failed", failure);
      close(CloseCode.INTERNAL_ERROR, "the join failed");
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
  public boolean hasSaidJoin() {
    return joining.get();
  }

  @Override
  public boolean isJoined() {
    return session != null;
  }

  boolean isClosed() {
    return closed;
  }

  long joinedAtNanos() {
    return joinedAtNanos;
  }

  Optional<String> binding() {
    return binding;
  }

  /** The {@code sub} claim of its tokens. */
  Optional<String> subject() {
    return binding.map(SocketAttachment::hash);
  }

  void attachedTo(Session<S> newSession) {
    session = newSession;
  }

  void send(byte[] utf8) {
    send(utf8, () -> {});
  }

  void send(byte[] utf8, Runnable whenSent) {
    transport.send(utf8, whenSent);
  }

  void close(CloseCode code, String reason) {
    transport.close(code, reason);
  }

  void probe(Duration within, Consumer<Boolean> answer) {
    transport.probe(within, answer);
  }

  private static String hash(String binding) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(binding.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256; use a complete one.", impossible);
    }
  }
}
