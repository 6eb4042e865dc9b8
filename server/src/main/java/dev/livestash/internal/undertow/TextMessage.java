package dev.livestash.internal.undertow;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;

/**
 * One text message on its way in. Its bytes are gathered, and stay bytes: Undertow's own way
 * appends them to a text one by one, on the I/O thread, which takes a millisecond for a token of
 * some hundred kilobytes. That they are UTF-8, Undertow has checked.
 */
final class TextMessage implements ChannelListener<StreamSourceFrameChannel> {
  private static final int END = -1;

  /** What becomes of it; one of the last three is called, and once. */
  interface Reader {
    /** So many bytes of it have come, and it is not whole. */
    void more(int count);

    /** A part has come; false if there is no room for it, and nothing more is to be told. */
    boolean hasRoomFor(int count, int soFar);

    void whole(byte[] utf8);

    void tooLarge();

    void broken(IOException failure);
  }

  private final long maxBytes;
  private final Reader reader;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean isOver;

  private TextMessage(long maxBytes, Reader reader) {
    this.maxBytes = maxBytes;
    this.reader = reader;
  }

  static void read(StreamSourceFrameChannel frame, long maxBytes, Reader reader) {
    TextMessage message = new TextMessage(maxBytes, reader);
    message.handleEvent(frame);
    if (!message.isOver) {
      frame.getReadSetter().set(message);
      frame.resumeReads();
    }
  }

  /** Takes what is there. */
  @Override
  public void handleEvent(StreamSourceFrameChannel frame) {
    if (isOver) {
      return;
    }
    try (PooledByteBuffer pooled = frame.getWebSocketChannel().getBufferPool().allocate()) {
      take(frame, pooled.getBuffer());
    } catch (IOException failure) {
      isOver = true;
      frame.suspendReads();
      reader.broken(failure);
    }
  }

  private void take(StreamSourceFrameChannel frame, ByteBuffer buffer) throws IOException {
    int before = bytes.size();
    int count = frame.read(buffer);
    while (count > 0) {
      if (bytes.size() + count > maxBytes) {
        isOver = true;
        frame.suspendReads();
        reader.tooLarge();
        IoUtils.safeClose(frame); // what of it still comes is let go
        return;
      }
      if (!reader.hasRoomFor(count, bytes.size())) {
        isOver = true;
        frame.suspendReads();
        IoUtils.safeClose(frame);
        return;
      }
      byte[] part = new byte[count];
      buffer.flip().get(part);
      bytes.writeBytes(part);
      count = frame.read(buffer.clear());
    }
    if (count == END) {
      isOver = true;
      reader.whole(bytes.toByteArray());
    } else {
      reader.more(bytes.size() - before);
    }
  }
}
