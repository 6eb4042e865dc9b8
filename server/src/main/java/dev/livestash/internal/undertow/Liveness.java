package dev.livestash.internal.undertow;

import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Times;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * Watches one socket: that it joins in time, and that its peer is there. Undertow's own idle
 * timeout does not serve, since our pings reset it even when no pong ever comes.
 */
final class Liveness {
  private final WebSocketChannel channel;
  private final UndertowTransport transport;
  private final Times times;
  private final LongSupplier nanoTime;
  private XnioExecutor.@Nullable Key joinDeadline;
  private XnioExecutor.@Nullable Key nextCheck;

  Liveness(
      WebSocketChannel channel, UndertowTransport transport, Times times, LongSupplier nanoTime) {
    this.channel = channel;
    this.transport = transport;
    this.times = times;
    this.nanoTime = nanoTime;
  }

  void watch(Attachment attachment) {
    checkJoin(attachment);
    checkLater();
    channel.addCloseTask(
        closed -> {
          cancel(joinDeadline);
          cancel(nextCheck);
        });
  }

  private static void cancel(XnioExecutor.@Nullable Key timer) {
    if (timer != null) {
      timer.remove();
    }
  }

  /** A large join on a slow line may take as long as more of it comes. */
  private void checkJoin(Attachment attachment) {
    Duration left = times.joinTimeout().minus(transport.sinceMoved());
    if (attachment.hasSaidJoin()) {
      joinDeadline = null;
    } else if (left.toMillis() > 0) {
      joinDeadline = after(left, () -> checkJoin(attachment));
    } else {
      transport.close(CloseCode.PROTOCOL_ERROR, "no join in time");
    }
  }

  private void checkLater() {
    nextCheck = after(times.pingInterval(), this::check);
  }

  private void check() {
    if (nanoTime.getAsLong() - transport.aliveAtNanos() > times.silenceTimeout().toNanos()) {
      transport.close(CloseCode.GOING_AWAY, "silent for too long");
    } else if (channel.isOpen()) {
      WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
      checkLater();
    }
  }

  private XnioExecutor.Key after(Duration delay, Runnable task) {
    return channel.getIoThread().executeAfter(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
