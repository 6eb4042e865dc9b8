package dev.livestash.demo;

import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.ViewHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The view's handlers by their names, each with the binding of its data. */
final class PlainHandlers<S> implements ViewHandlers<S> {

  private final JsonMapper json;
  private final Map<String, Handler<S, JsonNode>> byName = new HashMap<>();

  PlainHandlers(JsonMapper json) {
    this.json = json;
  }

  @Override
  public <E> ViewHandlers<S> on(String name, Class<E> type, Handler<S, E> handler) {
    byName.put(name, (state, data, event) -> handler.handle(state, bind(data, type), event));
    return this;
  }

  @Override
  public ViewHandlers<S> on(String name, Handler.Plain<S> handler) {
    byName.put(name, (state, nothing, event) -> handler.handle(state, event));
    return this;
  }

  @Override
  public <M> ViewHandlers<S> message(String name, Class<M> type, Handler.OfMessage<S, M> handler) {
    return this;
  }

  private <E> E bind(JsonNode data, Class<E> type) {
    return Objects.requireNonNull(json.treeToValue(data, type), "data");
  }

  /**
   * Handles one event.
   *
   * @throws Exception as the handler does; also if there is none of that name
   */
  S handle(S state, JsonNode data, Event<S> event) throws Exception {
    Handler<S, JsonNode> handler = byName.get(event.name());
    if (handler == null) {
      throw new IllegalArgumentException("no handler " + event.name());
    }
    return handler.handle(state, data, event);
  }
}
