package dev.livestash.demo;

import dev.livestash.view.Context;
import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.Handlers;
import dev.livestash.view.PlainHandler;
import dev.livestash.view.View;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The workbench, but for the {@link Mischief} that a text asks for. */
final class VictimView implements View<VictimView.State> {

  /**
   * A sheet, and what it is heavy by.
   *
   * @param sheet the sheet
   * @param ballast nothing shows it
   */
  record State(Sheet sheet, String ballast) {
    State with(Sheet other) {
      return new State(other, ballast);
    }
  }

  private final SheetView view;

  VictimView(SheetView view) {
    this.view = view;
  }

  @Override
  public Class<State> stateType() {
    return State.class;
  }

  @Override
  public State first(Context<State> context) {
    return new State(Sheet.EMPTY, "");
  }

  @Override
  public Object render(State state, Context<State> context) {
    return view.render(state.sheet(), new SheetContext(context));
  }

  @Override
  public void handlers(Handlers<State> on) {
    view.handlers(new SheetHandlers(on));
  }

  /** Gives the handlers of a sheet those of a state in their place. */
  private record SheetHandlers(Handlers<State> on) implements Handlers<Sheet> {
    @Override
    public <E> Handlers<Sheet> on(String name, Class<E> type, Handler<Sheet, E> handler) {
      Handler<State, E> plain =
          (state, data, event) ->
              state.with(handler.handle(state.sheet(), data, new SheetEvent(event)));
      on.on(
          name,
          type,
          (state, data, event) -> {
            Optional<Mischief> asked =
                data instanceof SheetView.Edit edit ? Mischief.of(edit.value()) : Optional.empty();
            return asked.isPresent()
                ? make(asked.get(), state, data, event, plain)
                : plain.handle(state, data, event);
          });
      return this;
    }

    @Override
    public Handlers<Sheet> on(String name, PlainHandler<Sheet> handler) {
      on.on(
          name, (state, event) -> state.with(handler.handle(state.sheet(), new SheetEvent(event))));
      return this;
    }
  }

  private static <E> State make(
      Mischief mischief, State state, E data, Event<State> event, Handler<State, E> plain)
      throws Exception {
    switch (mischief.kind()) {
      case SLEEP -> TimeUnit.MILLISECONDS.sleep(mischief.amount());
      case DOZE -> doze(mischief.amount());
      case THROW -> Mischief.ERRORS.get(mischief.amount()).run();
      case GROW -> {
        String text = ((SheetView.Edit) data).value();
        return new State(state.sheet(), mischief.ballast(text));
      }
    }
    return plain.handle(state, data, event);
  }

  private static void doze(int ms) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException ignored) {
        // That is what it is about.
      }
    }
  }
}
