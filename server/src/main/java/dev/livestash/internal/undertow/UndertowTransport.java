package dev.livestash.internal.undertow;

import dev.livestash.internal.session.Transport;
import dev.livestash.internal.wire.CloseCode;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * Sends to one socket, counts what its peer has not read yet, and gives up on a peer that does not
 * read.
 */
final class UndertowTransport implements Transport {
  /** How long a peer may take to answer a close before its connection is cut. */
  private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

  /** So that frames without content count, too. */
  private static final int FRAME_HEADER_BYTES = 64;

  private final WebSocketChannel channel;
  private final int maxUnreadBytes;
  private final LongSupplier nanoTime;
  private final BiConsumer<CloseCode, String> closes;
  private final AtomicLong unreadBytes = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile long heardAtNanos;

  UndertowTransport(
      WebSocketChannel channel,
      int maxUnreadBytes,
      LongSupplier nanoTime,
      BiConsumer<CloseCode, String> closes) {
    this.channel = channel;
    this.closes = closes;
    this.nanoTime = nanoTime;
    this.heardAtNanos = nanoTime.getAsLong();
    this.maxUnreadBytes = maxUnreadBytes;
  }

  @Override
  public void send(byte[] utf8, Runnable whenSent) {
    if (hasRoom(utf8.length)) {
      WebSockets.sendText(ByteBuffer.wrap(utf8), channel, new Counted(utf8.length, whenSent));
    }
  }

  /** Answers a ping. */
  void pong(ByteBuffer data) {
    int bytes = FRAME_HEADER_BYTES + data.remaining();
    if (hasRoom(bytes)) {
      WebSockets.sendPong(data, channel, new Counted(bytes, () -> {}));
    }
  }

  private boolean hasRoom(int bytes) {
    if (closing.get()) {
      return false;
    }
    long before = unreadBytes.getAndAdd(bytes);
    if (before > 0 && before + bytes > maxUnreadBytes) {
      close(CloseCode.TOO_SLOW, "too much is unread");
      return false;
    }
    return true;
  }

  @Override
  public void probe(Duration within, Consumer<Boolean> answer) {
    long askedAt = nanoTime.getAsLong();
    WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    channel
        .getIoThread()
        .executeAfter(
            () -> answer.accept(channel.isOpen() && heardAtNanos - askedAt > 0),
            within.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Notes that the peer has sent something, a pong at least. */
  void heard() {
    heardAtNanos = nanoTime.getAsLong();
  }

  long heardAtNanos() {
    return heardAtNanos;
  }

  @Override
  public void close(CloseCode code, String reason) {
    if (closing.compareAndSet(false, true)) {
      closes.accept(code, reason);
      WebSockets.sendClose(code.number(), reason, channel, null);
      channel
          .getIoThread()
          .executeAfter(
              () -> IoUtils.safeClose(channel), CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Counts a frame as read, once: Undertow calls both methods when a send fails, and one of them
   * twice.
   */
  private final class Counted implements WebSocketCallback<Void> {
    private final int bytes;
    private final Runnable whenSent;
    private final AtomicBoolean settled = new AtomicBoolean();

    Counted(int bytes, Runnable whenSent) {
      this.bytes = bytes;
      this.whenSent = whenSent;
    }

    @Override
    public void complete(WebSocketChannel sentTo, @Nullable Void context) {
      if (settle()) {
        whenSent.run();
      }
    }

    @Override
    public void onError(
        WebSocketChannel sentTo, @Nullable Void context, @Nullable Throwable failure) {
      var unused = settle();
    }

    private boolean settle() {
      boolean isFirst = settled.compareAndSet(false, true);
      if (isFirst) {
        unreadBytes.addAndGet(-bytes);
      }
      return isFirst;
    }
  }
}
