package dev.livestash.internal.undertow;

import dev.livestash.internal.memory.ClientFrames;
import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Limits;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.xnio.Buffers;

/** Hands a socket's text frames to its attachment, each within the limit of its time. */
final class SocketReceiver extends AbstractReceiveListener {
  /** How often a tab is told that a large frame of its is arriving. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

  /** How much has to come meanwhile. */
  private static final int MIN_PROGRESS_BYTES = 1 << 10;

  private final Attachment attachment;
  private final UndertowTransport transport;
  private final Liveness liveness;
  private final Limits limits;

  /** What has come of a frame that is not whole. Of the socket's I/O thread. */
  private int reservedBytes;

  private boolean hasJoined;
  private boolean isGone;

  SocketReceiver(
      Attachment attachment, UndertowTransport transport, Liveness liveness, Limits limits) {
    this.attachment = attachment;
    this.transport = transport;
    this.liveness = liveness;
    this.limits = limits;
  }

  @Override
  protected void onText(WebSocketChannel channel, StreamSourceFrameChannel frame) {
    boolean isSmall = attachment.isJoined() && !attachment.bringsToken();
    // A join, or what comes to a session that sleeps: its token, or an event behind it.
    int maxBytes = isSmall ? limits.maxEventBytes() : ClientFrames.largestBytes(limits);
    TextMessage.read(frame, maxBytes, new Frame(channel));
  }

  /** The socket is gone, and with it what had come of a frame. */
  void gone(WebSocketChannel closed) {
    isGone = true;
    cutOff();
    liveness.gone();
    transport.gone();
    attachment.closed(transport.closeCode());
  }

  private void cutOff() {
    if (reservedBytes > 0) {
      attachment.cutOff(reservedBytes);
    }
    releaseReserved();
  }

  private void releaseReserved() {
    attachment.release(reservedBytes);
    reservedBytes = 0;
  }

  private final class Frame implements TextMessage.Reader {
    private final WebSocketChannel channel;
    private int bytes;

    Frame(WebSocketChannel channel) {
      this.channel = channel;
    }

    /** So slowly that one byte now and then is no life. */
    @Override
    public void more(int count) {
      bytes += count;
      if (bytes >= MIN_PROGRESS_BYTES && transport.sinceMoved().compareTo(SIGN_OF_LIFE) >= 0) {
        bytes = 0;
        transport.moved();
        attachment.arriving();
      }
    }

    @Override
    public boolean hasRoomFor(int count, int soFar) {
      boolean hasRoom = !isGone && attachment.reserve(count, soFar);
      if (hasRoom) {
        reservedBytes += count;
        liveness.arrives(reservedBytes);
      } else {
        // It is this server that ends it, and not the line.
        releaseReserved();
        transport.close(CloseCode.TRY_AGAIN_LATER, "too many frames are on their way in");
      }
      return hasRoom;
    }

    @Override
    public void whole(byte[] utf8) {
      transport.heard();
      releaseReserved();
      attachment.frame(utf8);
      if (!hasJoined) {
        hasJoined = true;
        liveness.joins();
      }
    }

    @Override
    public void tooLarge() {
      releaseReserved();
      transport.close(CloseCode.TOO_LARGE, "a frame over the limit");
    }

    @Override
    public void broken(IOException failure) {
      cutOff();
      onError(channel, failure);
    }
  }

  @Override
  protected void onBinary(WebSocketChannel channel, StreamSourceFrameChannel frame) {
    transport.close(CloseCode.PROTOCOL_ERROR, "a binary frame");
  }

  /**
   * Answered like any frame that is sent, so that a peer that pings and does not read is noticed.
   */
  @Override
  protected void onFullPingMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
    transport.heard();
    var data = message.getData();
    ByteBuffer payload = copied(data.getResource());
    data.free();
    transport.pong(payload);
  }

  @Override
  protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
    var data = message.getData();
    transport.heardPong(copied(data.getResource()));
    data.free();
  }

  private static ByteBuffer copied(ByteBuffer[] parts) {
    ByteBuffer copy = ByteBuffer.allocate((int) Buffers.remaining(parts));
    Buffers.copy(copy, parts, 0, parts.length);
    return copy.flip();
  }
}
