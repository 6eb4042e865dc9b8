package dev.livestash.internal.undertow;

import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Scheduler;
import dev.livestash.settings.Times;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one socket: that it joins in time, and that its peer is there. Undertow's own idle
 * timeout does not serve, since our pings reset it even when no pong ever comes.
 */
final class Liveness implements Runnable {
  /**
   * What all sockets of a handler share.
   *
   * @param times how long a peer may take and be silent
   * @param nanoTime a monotonic clock
   * @param scheduler looks at them now and then
   */
  record Patience(Times times, LongSupplier nanoTime, Scheduler scheduler) {}

  private final WebSocketChannel channel;
  private final UndertowTransport transport;
  private final Patience patience;
  private Scheduler.@Nullable Timer joinDeadline;
  private Scheduler.@Nullable Timer nextCheck;
  private boolean isGone;
  private final long openedAtNanos;

  /** What has come of the join. Of the socket's I/O thread. */
  private volatile int joinBytes;

  Liveness(WebSocketChannel channel, UndertowTransport transport, Patience patience) {
    this.channel = channel;
    this.transport = transport;
    this.patience = patience;
    this.openedAtNanos = patience.nanoTime.getAsLong();
  }

  void watch(Attachment attachment) {
    checkJoin(attachment);
    checkLater();
  }

  /** So much of a frame is there that is not whole. */
  void arrives(int bytes) {
    joinBytes = bytes;
  }

  /** The peer has said its join. */
  synchronized void joins() {
    cancel(joinDeadline);
    joinDeadline = null;
  }

  /** The socket is gone. */
  synchronized void gone() {
    isGone = true;
    cancel(joinDeadline);
    cancel(nextCheck);
  }

  private static void cancel(Scheduler.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private synchronized void checkJoin(Attachment attachment) {
    Duration sinceOpened = Duration.ofNanos(patience.nanoTime.getAsLong() - openedAtNanos);
    Duration left =
        JoinTime.left(patience.times.joinTimeout(), sinceOpened, transport.sinceMoved(), joinBytes);
    joinDeadline = null;
    if (isGone || attachment.hasSaidJoin()) {
      return;
    }
    if (left.toMillis() > 0) {
      joinDeadline = patience.scheduler.after(left, () -> checkJoin(attachment));
    } else {
      transport.close(CloseCode.PROTOCOL_ERROR, "no join in time");
    }
  }

  private synchronized void checkLater() {
    if (!isGone) {
      nextCheck = patience.scheduler.after(patience.times.pingInterval(), this);
    }
  }

  /** Its next check is due: on the socket's own thread, for there are many sockets. */
  @Override
  public void run() {
    channel.getIoThread().execute(this::check);
  }

  private void check() {
    long silentNanos = patience.nanoTime.getAsLong() - transport.aliveAtNanos();
    if (silentNanos > patience.times.silenceTimeout().toNanos()) {
      transport.close(CloseCode.GOING_AWAY, "silent for too long");
    } else if (channel.isOpen() && !transport.isClosing()) {
      WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
      checkLater();
    }
  }
}
