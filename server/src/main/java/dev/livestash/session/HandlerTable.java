package dev.livestash.session;

import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.Handlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** A view's handlers by event name, each with the reader of its data. */
final class HandlerTable<S> implements Handlers<S> {
  private static final int MAX_NAME_LENGTH = 64;

  private final JsonMapper mapper;
  private final Map<String, Entry<S, ?>> byName = new HashMap<>();

  HandlerTable(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public <E> Handlers<S> on(String name, Class<E> type, Handler<S, E> handler) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "An event's name has 1 to " + MAX_NAME_LENGTH + " characters; rename '" + name + "'.");
    }
    if (byName.putIfAbsent(name, new Entry<>(mapper.readerFor(type), handler)) != null) {
      throw new IllegalArgumentException(
          "There is a handler for '" + name + "' already; give this event another name.");
    }
    return this;
  }

  Optional<Entry<S, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** One handler. */
  record Entry<S, E>(ObjectReader reader, Handler<S, E> handler) {

    /** Binds the data first, so that a handler never sees data that does not fit. */
    Optional<Call<S>> bind(JsonNode data) {
      try {
        @Nullable E value = reader.readValue(data);
        return Optional.of((state, event) -> handler.handle(state, value, event));
      } catch (JacksonException unfit) {
        return Optional.empty();
      }
    }
  }

  /** A handler with its data. */
  @FunctionalInterface
  interface Call<S> {
    S handle(S state, Event<S> event) throws Exception;
  }
}
