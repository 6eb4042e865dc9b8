package dev.livestash;

import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The smallest view there is, and a few that misbehave. */
public class Counter implements View<Counter.State> {
  public record State(int count, String note) {}

  public record Add(int by) {}

  public final AtomicInteger handled = new AtomicInteger();

  @Override
  public Class<State> stateType() {
    return State.class;
  }

  @Override
  public State first(Context<State> context) {
    return new State(0, "");
  }

  @Override
  public void handlers(ViewHandlers<State> on) {
    on.on("add", Add.class, (state, add, event) -> add(state, add))
        .on("note", String.class, (state, note, event) -> new State(state.count(), note))
        .on(
            "ask",
            (state, event) -> {
              event.reply(event.key());
              return state;
            })
        .on(
            "replayed",
            (state, event) -> {
              event.reply(event.replayed());
              return state;
            })
        .on("null", (state, event) -> nothing())
        .on(
            "throw",
            (state, event) -> {
              throw new IllegalStateException("not for the tab to read");
            })
        .on(
            "reset",
            (state, event) -> {
              event.context().reset();
              return state;
            });
  }

  /** What no handler may return. */
  @SuppressWarnings("NullAway")
  private static State nothing() {
    return null;
  }

  private State add(State state, Add add) {
    handled.incrementAndGet();
    return new State(state.count() + add.by(), state.note());
  }

  @Override
  public Object render(State state, Context<State> context) {
    return Map.of("count", state.count(), "note", state.note());
  }
}
