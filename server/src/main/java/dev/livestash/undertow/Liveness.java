package dev.livestash.undertow;

import dev.livestash.session.Attachment;
import dev.livestash.wire.CloseCode;
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
  private final SocketLimits limits;
  private final LongSupplier nanoTime;
  private XnioExecutor.@Nullable Key nextCheck;

  Liveness(
      WebSocketChannel channel,
      UndertowTransport transport,
      SocketLimits limits,
      LongSupplier nanoTime) {
    this.channel = channel;
    this.transport = transport;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  void watch(Attachment attachment) {
    XnioExecutor.Key joinDeadline =
        after(
            limits.joinTimeout(),
            () -> {
              if (!attachment.hasSaidJoin()) {
                transport.close(CloseCode.PROTOCOL_ERROR, "no join in time");
              }
            });
    checkLater();
    channel.addCloseTask(
        closed -> {
          joinDeadline.remove();
          if (nextCheck != null) {
            nextCheck.remove();
          }
        });
  }

  private void checkLater() {
    nextCheck = after(limits.pingInterval(), this::check);
  }

  private void check() {
    if (nanoTime.getAsLong() - transport.heardAtNanos() > limits.silenceTimeout().toNanos()) {
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
