package dev.livestash.internal.session;

import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.Handlers;
import dev.livestash.view.PlainHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** A view's handlers by event name, each with what binds its data. */
final class HandlerTable<S> implements Handlers<S> {
  private static final int MAX_NAME_LENGTH = 64;

  private final JsonMapper mapper;
  private final Map<String, Binder<S>> byName = new HashMap<>();

  HandlerTable(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public <E> Handlers<S> on(String name, Class<E> type, Handler<S, E> handler) {
    // Else 1.5 would reach a handler of integers as 1. What the mapper says of its coercions
    // counts.
    ObjectReader reader =
        mapper.readerFor(type).without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    return add(name, data -> bind(reader, data, handler));
  }

  @Override
  public Handlers<S> on(String name, PlainHandler<S> handler) {
    return add(name, data -> Optional.of(handler::handle));
  }

  private Handlers<S> add(String name, Binder<S> binder) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "An event's name has 1 to " + MAX_NAME_LENGTH + " characters; rename '" + name + "'.");
    }
    if (byName.putIfAbsent(name, binder) != null) {
      throw new IllegalArgumentException(
          "There is a handler for '" + name + "' already; give this event another name.");
    }
    return this;
  }

  private static <S, E> Optional<Call<S>> bind(
      ObjectReader reader, JsonNode data, Handler<S, E> handler) {
    try {
      @Nullable E value = reader.readValue(data);
      return value == null
          ? Optional.empty()
          : Optional.of((state, event) -> handler.handle(state, value, event));
    } catch (RuntimeException unfit) {
      // What the data's class throws at them is Jackson's to wrap, but not all of it.
      return Optional.empty();
    }
  }

  Optional<Binder<S>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Binds an event's data first, so that a handler never sees data that does not fit. */
  @FunctionalInterface
  interface Binder<S> {
    Optional<Call<S>> bind(JsonNode data);
  }

  /** A handler with its data. */
  @FunctionalInterface
  interface Call<S> {
    S handle(S state, Event<S> event) throws Exception;
  }
}
