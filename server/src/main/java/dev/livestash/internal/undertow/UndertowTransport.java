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
  /** How long a peer that has read all may take to answer a close before its connection is cut. */
  private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

  /** How long a peer that has not, may take nothing. */
  private static final long SLOW_TIMEOUT_MILLIS = 5_000;

  /** So that it is cut 30 s after the close, at the latest. */
  private static final int MAX_SLOW_TIMEOUTS = 6;

  /** So that frames without content count, too. */
  private static final int FRAME_HEADER_BYTES = 64;

  private final WebSocketChannel channel;
  private final LongSupplier nanoTime;
  private final BiConsumer<CloseCode, String> closes;
  private final SendQueue queue;
  private final Probes probes = new Probes();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile long heardAtNanos;
  private volatile boolean isSuspended;

  UndertowTransport(
      WebSocketChannel channel,
      int maxUnreadBytes,
      LongSupplier nanoTime,
      BiConsumer<CloseCode, String> closes) {
    this.channel = channel;
    this.closes = closes;
    this.nanoTime = nanoTime;
    this.heardAtNanos = nanoTime.getAsLong();
    this.queue = new SendQueue(maxUnreadBytes);
    channel.addCloseTask(closed -> probes.gone());
  }

  // --- sending

  @Override
  public void send(byte[] utf8, Runnable whenSent) {
    add(text(utf8, false, whenSent));
  }

  @Override
  public void sendRender(byte[] utf8) {
    add(text(utf8, true, () -> {}));
  }

  private SendQueue.Frame text(byte[] utf8, boolean isRender, Runnable whenSent) {
    Written written = new Written(utf8.length, whenSent);
    return new SendQueue.Frame(
        utf8.length, isRender, () -> WebSockets.sendText(ByteBuffer.wrap(utf8), channel, written));
  }

  /** Answers a ping. */
  void pong(ByteBuffer data) {
    int bytes = FRAME_HEADER_BYTES + data.remaining();
    Written written = new Written(bytes, () -> {});
    add(new SendQueue.Frame(bytes, false, () -> WebSockets.sendPong(data, channel, written)));
  }

  private void add(SendQueue.Frame frame) {
    if (!queue.add(frame)) {
      close(CloseCode.TOO_SLOW, "too much is unread");
    }
  }

  // --- hearing

  @Override
  public void probe(Duration within, Consumer<Boolean> answer) {
    long askedAt = nanoTime.getAsLong();
    long number = probes.ask(answer);
    if (closing.get() || !channel.isOpen()) {
      probes.answer(number, false);
      return;
    }
    WebSockets.sendPing(Probes.ping(number), channel, null);
    var unused =
        channel
            .getIoThread()
            .executeAfter(
                // A pong that is late on a busy line is no proof that the peer has gone.
                () -> probes.answer(number, channel.isOpen() && heardAtNanos() - askedAt > 0),
                within.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /** Notes that the peer has sent something. */
  void heard() {
    heardAtNanos = nanoTime.getAsLong();
  }

  /** Notes that the peer has answered a ping. */
  void heardPong(ByteBuffer payload) {
    heard();
    probes.pong(payload);
  }

  /** When the peer was there; one that is not read counts as there. */
  long heardAtNanos() {
    return isSuspended ? nanoTime.getAsLong() : heardAtNanos;
  }

  @Override
  public void suspendReads() {
    isSuspended = true;
    channel.suspendReceives();
  }

  @Override
  public void resumeReads() {
    heard();
    isSuspended = false;
    channel.resumeReceives();
  }

  // --- closing

  @Override
  public void close(CloseCode code, String reason) {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    closes.accept(code, reason);
    Written written = new Written(0, () -> {});
    Runnable handOver = () -> WebSockets.sendClose(code.number(), reason, channel, written);
    boolean isTooSlow = code == CloseCode.TOO_SLOW;
    queue.end(new SendQueue.Frame(0, false, handOver), isTooSlow);
    if (isTooSlow) {
      cutUnlessItReads(MAX_SLOW_TIMEOUTS);
    } else {
      after(CLOSE_TIMEOUT_MILLIS, this::cutIfWritten);
    }
  }

  private void cutIfWritten() {
    if (queue.isWritten()) {
      cut();
    } else {
      cutUnlessItReads(MAX_SLOW_TIMEOUTS);
    }
  }

  /** A slow peer gets the time to find out why, as long as it reads at all. */
  private void cutUnlessItReads(int timeouts) {
    long writtenBefore = queue.writtenFrames();
    after(
        SLOW_TIMEOUT_MILLIS,
        () -> {
          if (timeouts > 1 && queue.writtenFrames() > writtenBefore) {
            cutUnlessItReads(timeouts - 1);
          } else {
            cut();
          }
        });
  }

  private void cut() {
    IoUtils.safeClose(channel);
  }

  private void after(long millis, Runnable task) {
    var unused = channel.getIoThread().executeAfter(task, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Counts a frame as written, once: Undertow calls both methods when a send fails, and one of them
   * twice.
   */
  private final class Written implements WebSocketCallback<Void> {
    private final int bytes;
    private final Runnable whenSent;
    private final AtomicBoolean settled = new AtomicBoolean();

    Written(int bytes, Runnable whenSent) {
      this.bytes = bytes;
      this.whenSent = whenSent;
    }

    @Override
    public void complete(WebSocketChannel sentTo, @Nullable Void context) {
      if (settled.compareAndSet(false, true)) {
        queue.written(bytes);
        whenSent.run();
      }
    }

    @Override
    public void onError(
        WebSocketChannel sentTo, @Nullable Void context, @Nullable Throwable failure) {
      if (settled.compareAndSet(false, true)) {
        queue.written(bytes);
      }
    }
  }
}
