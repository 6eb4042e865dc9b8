package dev.livestash.internal.session;

import dev.livestash.internal.state.Failure;
import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.ViewHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** A view's handlers of events and of messages, each with what binds its data. */
final class HandlerTable<S> implements ViewHandlers<S> {
  private static final int MAX_NAME_LENGTH = 64;

  private final JsonMapper mapper;
  private final Map<String, Binder<S>> byName = new HashMap<>();
  private final Map<String, Function<JsonNode, MessageCall.Call<S>>> messages = new HashMap<>();

  HandlerTable(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public <E> ViewHandlers<S> on(String name, Class<E> type, Handler<S, E> handler) {
    ObjectReader reader = reader(type);
    return add(name, data -> bind(reader, data, handler));
  }

  private ObjectReader reader(Class<?> type) {
    // Else 1.5 would reach a handler of integers as 1. What the mapper says of its coercions
    // counts.
    return mapper.readerFor(type).without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
  }

  @Override
  public ViewHandlers<S> on(String name, Handler.Plain<S> handler) {
    return add(name, data -> new Bound.Fit<>(handler::handle));
  }

  @Override
  public <M> ViewHandlers<S> message(String name, Class<M> type, Handler.OfMessage<S, M> handler) {
    ObjectReader reader = reader(type);
    return add(
        name,
        messages,
        data -> {
          M value = Objects.requireNonNull(reader.<@Nullable M>readValue(data), "it is null");
          return (state, message) -> handler.handle(state, value, message);
        });
  }

  private ViewHandlers<S> add(String name, Binder<S> binder) {
    return add(name, byName, binder);
  }

  private <H> ViewHandlers<S> add(String name, Map<String, H> table, H handler) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "A handler's name has 1 to " + MAX_NAME_LENGTH + " characters; rename '" + name + "'.");
    }
    if (table.putIfAbsent(name, handler) != null) {
      throw new IllegalArgumentException(
          "There is a handler for '" + name + "' already; give this one another name.");
    }
    return this;
  }

  /** Whether there is a handler of messages of this name. */
  boolean takes(String message) {
    return messages.containsKey(message);
  }

  /**
   * The handler of a message that is {@linkplain #takes taken}, with its data.
   *
   * @throws RuntimeException or Error, if its data does not fit
   */
  MessageCall.Call<S> bindMessage(String name, JsonNode data) {
    return Objects.requireNonNull(messages.get(name), "asked before").apply(data);
  }

  private static <S, E> Bound<S> bind(ObjectReader reader, JsonNode data, Handler<S, E> handler) {
    try {
      @Nullable E value = reader.readValue(data);
      return value == null
          ? new Bound.Unfit<>("invalid", "it is null, which is for handlers without data")
          : new Bound.Fit<>((state, event) -> handler.handle(state, value, event));
    } catch (RuntimeException | Error unfit) {
      // What the data's class throws at them is Jackson's to wrap, but not all of it.
      return new Bound.Unfit<>("invalid", why(unfit));
    }
  }

  private static String why(Throwable unfit) {
    Failure failure = Failure.of(unfit);
    String where =
        failure.path().isEmpty() ? "its data" : Shown.plain(failure.path()) + " of its data";
    String wanted =
        unfit instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
            ? " is no " + mismatch.getTargetType().getSimpleName()
            : " does not bind";
    return where + wanted + " (" + failure.cause() + ")";
  }

  /** The handler of this name, with the data of its event. */
  Bound<S> bind(String name, JsonNode data) {
    Binder<S> binder = byName.get(name);
    return binder == null ? new Bound.Unfit<>("unknown", "") : binder.bind(data);
  }

  /** The data of an event that was bound before, as another server binds it. */
  <E> E bindAgain(EventCall<?> event, Class<E> type) {
    return reader(type).readValue(event.data());
  }

  /** Binds an event's data first, so that a handler never sees data that does not fit. */
  @FunctionalInterface
  private interface Binder<S> {
    Bound<S> bind(JsonNode data);
  }

  /** What came of it. */
  sealed interface Bound<S> {
    record Fit<S>(Call<S> call) implements Bound<S> {}

    /**
     * No handler can be given it.
     *
     * @param error what its tab is told
     * @param why what the log is told besides, without any of the data
     */
    record Unfit<S>(String error, String why) implements Bound<S> {}
  }

  /** A handler with its data. */
  @FunctionalInterface
  interface Call<S> {
    S handle(S state, Event<S> event) throws Exception;
  }
}
