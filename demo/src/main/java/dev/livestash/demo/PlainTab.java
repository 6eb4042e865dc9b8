package dev.livestash.demo;

import dev.livestash.view.Arrival;
import dev.livestash.view.Context;
import dev.livestash.view.Fencing;
import dev.livestash.view.Outcome;
import dev.livestash.view.View;
import java.security.Principal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One socket's one view. Its frames are named like LiveStash's, less what those are for. */
final class PlainTab<S> implements Context<S> {

  /** The answer to {@code join}. */
  private record Joined(String t, Object data) {}

  /** The answer to an event. */
  private record Done(String t, long n, @Nullable Object reply, @Nullable String error) {}

  /** The view changed. */
  private record Render(String t, Object data) {}

  private final View<S> view;
  private final PlainHandlers<S> handlers;
  private final Consumer<Object> socket;
  private final Map<Class<?>, Object> locals = new HashMap<>();
  private JsonNode params = JsonNodeFactory.instance.objectNode();
  private S state;

  PlainTab(View<S> view, PlainHandlers<S> handlers, Consumer<Object> socket) {
    this.view = view;
    this.handlers = handlers;
    this.socket = socket;
    this.state = view.first(this);
  }

  synchronized void receive(JsonNode frame) {
    if (frame.path("t").asString("").equals("join")) {
      params = frame.path("params");
      view.attached(state, this);
      socket.accept(new Joined("joined", view.render(state, this)));
    } else {
      handle(new PlainEvent<>(frame, this), frame.path("data"));
    }
  }

  /** Like LiveStash, answers an event that its handler refuses without saying why. */
  private void handle(PlainEvent<S> event, JsonNode data) {
    Done done;
    try {
      state = handlers.handle(state, data, event);
      done = new Done("done", event.number(), event.reply(), null);
    } catch (Exception refused) {
      done = new Done("done", event.number(), null, "failed");
    }
    socket.accept(done);
    render();
  }

  private void render() {
    socket.accept(new Render("render", view.render(state, this)));
  }

  @Override
  public String view() {
    return "sheet";
  }

  @Override
  public String sid() {
    return "";
  }

  @Override
  public JsonNode params() {
    return params;
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of();
  }

  @Override
  public Optional<String> binding() {
    return Optional.empty();
  }

  @Override
  public Optional<Principal> principal() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> pathParameters() {
    return Map.of();
  }

  @Override
  public Locale locale() {
    return Locale.ROOT;
  }

  @Override
  public boolean join(String group) {
    return false;
  }

  @Override
  public void leave(String group) {}

  @Override
  public void publish(String group, String name, Object data) {}

  @Override
  public void push(String name, Object data) {}

  @Override
  public RuntimeException refuse(String reason) {
    return new IllegalStateException(reason);
  }

  @Override
  public Arrival arrival() {
    return new Arrival(Outcome.NEW, Optional.empty(), Fencing.LOCAL, 0, 1);
  }

  @Override
  public <T> T local(Class<T> type, Supplier<? extends T> make) {
    return type.cast(locals.computeIfAbsent(type, missing -> make.get()));
  }

  @Override
  public synchronized void update(UnaryOperator<S> change) {
    state = change.apply(state);
    render();
  }

  @Override
  public void reset() {
    update(before -> view.first(this));
  }
}
