package dev.livestash.internal.undertow;

import dev.livestash.internal.session.Transport;
import dev.livestash.internal.wire.CloseCode;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
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

  /** There was no close frame (RFC 6455 section 7.1.5). */
  private static final int NO_CLOSE = 1006;

  private final WebSocketChannel channel;
  private final LongSupplier nanoTime;
  private final BiConsumer<CloseCode, String> closes;
  private final SendQueue queue;
  private volatile @Nullable Probes probes;
  private volatile int closesWith;
  private volatile boolean sendsInParts;
  private volatile long heardAtNanos;
  private volatile boolean isSuspended;
  private volatile long movedAtNanos;

  /** When the peer last took something, or had taken all that it was sent. */
  private volatile long takesAtNanos;

  UndertowTransport(
      WebSocketChannel channel,
      SendQueue queue,
      LongSupplier nanoTime,
      BiConsumer<CloseCode, String> closes) {
    this.channel = channel;
    this.closes = closes;
    this.nanoTime = nanoTime;
    this.heardAtNanos = nanoTime.getAsLong();
    this.movedAtNanos = heardAtNanos;
    this.takesAtNanos = heardAtNanos;
    this.queue = queue;
  }

  // --- sending

  @Override
  public void send(byte[] utf8, Runnable whenSent) {
    add(text(utf8, false, whenSent));
  }

  @Override
  public boolean offer(byte[] utf8) {
    return queue.offer(text(utf8, false, () -> {}));
  }

  @Override
  public void sendRender(byte[] utf8) {
    add(text(utf8, true, () -> {}));
  }

  @Override
  public boolean takesRenderBack() {
    return queue.takesRenderBack();
  }

  @Override
  public void pinRender() {
    queue.pinRender();
  }

  @Override
  public void sendInParts() {
    sendsInParts = true;
  }

  private SendQueue.Frame text(byte[] utf8, boolean isRender, Runnable whenSent) {
    if (!sendsInParts || utf8.length <= TextParts.MAX_PART_BYTES) {
      return new SendQueue.Frame(isRender, List.of(part(ByteBuffer.wrap(utf8), whenSent)));
    }
    List<ByteBuffer> texts = TextParts.of(utf8);
    int last = texts.size() - 1;
    List<SendQueue.Part> parts = new ArrayList<>(texts.size());
    texts.subList(0, last).forEach(text -> parts.add(part(text, () -> {})));
    parts.add(part(texts.get(last), whenSent));
    return new SendQueue.Frame(isRender, parts);
  }

  private SendQueue.Part part(ByteBuffer text, Runnable whenSent) {
    int bytes = MESSAGE_BYTES + text.remaining();
    Written written = new Written(bytes, whenSent);
    return new SendQueue.Part(bytes, () -> WebSockets.sendText(text, channel, written));
  }

  /** Answers a ping. */
  void pong(ByteBuffer data) {
    int bytes = MESSAGE_BYTES + data.remaining();
    Written written = new Written(bytes, () -> {});
    add(new SendQueue.Frame(bytes, false, () -> WebSockets.sendPong(data, channel, written)));
  }

  private void add(SendQueue.Frame frame) {
    if (queue.isWritten()) {
      takesAtNanos = nanoTime.getAsLong();
    }
    if (!queue.add(frame)) {
      close(CloseCode.TOO_SLOW, "too much is unread");
    }
  }

  // --- hearing

  @Override
  public void probe(Duration within, Consumer<Boolean> answer) {
    long askedAt = nanoTime.getAsLong();
    Probes asked = probes();
    long number = asked.ask(answer);
    if (closesWith != 0 || !channel.isOpen()) {
      asked.answer(number, false);
      return;
    }
    WebSockets.sendPing(Probes.ping(number), channel, null);
    var unused =
        channel
            .getIoThread()
            .executeAfter(
                // A pong that is late on a busy line is no proof that the peer has gone.
                () -> asked.answer(number, channel.isOpen() && mayBeThere(askedAt)),
                within.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /** Most sockets are never asked. */
  private synchronized Probes probes() {
    Probes made = probes;
    if (made == null) {
      made = new Probes();
      probes = made;
    }
    return made;
  }

  /** The socket is gone. */
  void gone() {
    queue.gone();
    Probes asked = probes;
    if (asked != null) {
      asked.gone();
    }
  }

  /** Notes that the peer has sent something. */
  void heard() {
    heardAtNanos = nanoTime.getAsLong();
  }

  /** Notes that the peer has answered a ping. */
  void heardPong(ByteBuffer payload) {
    heard();
    Probes asked = probes;
    if (asked != null) {
      asked.pong(payload);
    }
  }

  /** Notes that part of a large frame is through, in whichever direction. */
  void moved() {
    movedAtNanos = nanoTime.getAsLong();
  }

  /** How long no part of a large frame has come through; if none has, since the socket opened. */
  Duration sinceMoved() {
    return Duration.ofNanos(nanoTime.getAsLong() - movedAtNanos);
  }

  /** When the peer was there; one that is not read counts as there, unless it reads nothing. */
  private long heardAtNanos() {
    if (!isSuspended) {
      return heardAtNanos;
    }
    if (queue.isWritten()) {
      return nanoTime.getAsLong();
    }
    return takesAtNanos - heardAtNanos > 0 ? takesAtNanos : heardAtNanos;
  }

  /** Whether it has said something since; of one that is not read, nobody knows. */
  private boolean mayBeThere(long sinceNanos) {
    return isSuspended || heardAtNanos - sinceNanos > 0;
  }

  /** Whether a close is on its way: nothing is sent behind it. */
  boolean isClosing() {
    return closesWith != 0;
  }

  /** When the peer last showed, by whatever came from it or went to it, that the line is well. */
  long aliveAtNanos() {
    long heard = heardAtNanos();
    return movedAtNanos - heard > 0 ? movedAtNanos : heard;
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
    if (!beginsToClose(code)) {
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

  private synchronized boolean beginsToClose(CloseCode code) {
    boolean isFirst = closesWith == 0;
    if (isFirst) {
      closesWith = code.number();
    }
    return isFirst;
  }

  /** With what the socket, which is gone, was closed: from here, or else by its peer. */
  int closeCode() {
    int ours = closesWith;
    if (ours != 0) {
      return ours;
    }
    return channel.isCloseFrameReceived() ? channel.getCloseCode() : NO_CLOSE;
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
    int writtenBefore = queue.writtenParts();
    after(
        SLOW_TIMEOUT_MILLIS,
        () -> {
          if (timeouts > 1 && queue.writtenParts() != writtenBefore) {
            cutUnlessItReads(timeouts - 1);
          } else {
            cut();
          }
        });
  }

  private void cut() {
    IoUtils.safeClose(channel);
  }

  /** If the server's threads have ended before this, the socket has, too. */
  private void after(long millis, Runnable task) {
    try {
      var unused = channel.getIoThread().executeAfter(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ended) {
      cut();
    }
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
        takesAtNanos = nanoTime.getAsLong();
        if (queue.written(bytes)) {
          moved();
        }
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
