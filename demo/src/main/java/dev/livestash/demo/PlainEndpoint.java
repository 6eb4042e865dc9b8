package dev.livestash.demo;

import dev.livestash.view.View;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same view without LiveStash, to see the difference: its state is a field of the socket, and
 * gone with it.
 */
final class PlainEndpoint<S> implements WebSocketConnectionCallback {

  /** The close code for a frame that makes no sense (RFC 6455 section 7.4.1). */
  private static final int INVALID_PAYLOAD = 1007;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final View<S> view;
  private final PlainHandlers<S> handlers = new PlainHandlers<>(JSON);

  PlainEndpoint(View<S> view) {
    this.view = view;
    view.handlers(handlers);
  }

  @Override
  public void onConnect(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    PlainTab<S> tab =
        new PlainTab<>(
            view,
            handlers,
            frame -> WebSockets.sendText(JSON.writeValueAsString(frame), channel, null));
    channel.getReceiveSetter().set(new Listener<>(tab));
    channel.resumeReceives();
  }

  private static final class Listener<S> extends AbstractReceiveListener {

    private final PlainTab<S> tab;

    Listener(PlainTab<S> tab) {
      this.tab = tab;
    }

    @Override
    protected long getMaxTextBufferSize() {
      return Limits.MAX_EVENT_BYTES;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return 0;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      try {
        JsonNode frame = JSON.readTree(message.getData());
        tab.receive(frame);
      } catch (JacksonException malformed) {
        WebSockets.sendClose(INVALID_PAYLOAD, "not understood", channel, null);
      }
    }
  }
}
