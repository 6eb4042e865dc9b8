package dev.livestash.bench;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.xnio.Buffers;

/** Takes what a tab brings, holds what is made of it, and answers by a word. */
@NullMarked
final class TakenTokens extends AbstractReceiveListener {
  private final Supplier<Object> restoring;

  TakenTokens(Supplier<Object> restoring) {
    this.restoring = restoring;
  }

  /** As bytes, which the JDK makes a text of: Undertow's own way is slower. */
  @Override
  protected void onText(WebSocketChannel channel, StreamSourceFrameChannel frame) {
    new BufferedBinaryMessage(true)
        .read(
            frame,
            new WebSocketCallback<BufferedBinaryMessage>() {
              @Override
              public void complete(WebSocketChannel from, BufferedBinaryMessage message) {
                var data = message.getData();
                restored(from, data.getResource());
                data.free();
              }

              @Override
              public void onError(
                  WebSocketChannel from, BufferedBinaryMessage message, Throwable failure) {
                TakenTokens.this.onError(from, failure);
              }
            });
  }

  private void restored(WebSocketChannel channel, ByteBuffer[] parts) {
    byte[] bytes = new byte[(int) Buffers.remaining(parts)];
    Buffers.copy(ByteBuffer.wrap(bytes), parts, 0, parts.length);
    channel.setAttribute("received", new String(bytes, StandardCharsets.UTF_8).length());
    channel.setAttribute("state", restoring.get());
    WebSockets.sendText("restored", channel, null);
  }
}
