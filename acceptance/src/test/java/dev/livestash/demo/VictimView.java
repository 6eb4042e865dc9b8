package dev.livestash.demo;

import dev.livestash.view.Context;
import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The workbench, but for the {@link Mischief} that a text asks for. */
final class VictimView implements View<VictimView.State> {

  /**
   * A sheet, and what it is heavy by.
   *
   * @param sheet the sheet
   * @param ballast nothing shows it
   * @param notes what the server has noted by itself
   */
  record State(Sheet sheet, String ballast, List<String> notes) {
    State with(Sheet other) {
      return new State(other, ballast, notes);
    }

    State noting(String text) {
      return new State(sheet, ballast, Stream.concat(notes.stream(), Stream.of(text)).toList());
    }
  }

  private final SheetView view;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(VictimView::daemon);

  VictimView(SheetView view) {
    this.view = view;
  }

  @Override
  public Class<State> stateType() {
    return State.class;
  }

  @Override
  public State first(Context<State> context) {
    return new State(Sheet.EMPTY, "", List.of());
  }

  @Override
  public Object render(State state, Context<State> context) {
    return view.render(state.sheet(), new SheetContext(context));
  }

  @Override
  public void handlers(ViewHandlers<State> on) {
    view.handlers(new SheetHandlers(on, timer));
  }

  /** Gives the handlers of a sheet those of a state in their place. */
  private record SheetHandlers(ViewHandlers<State> on, ScheduledExecutorService timer)
      implements ViewHandlers<Sheet> {
    @Override
    public <E> ViewHandlers<Sheet> on(String name, Class<E> type, Handler<Sheet, E> handler) {
      Handler<State, E> plain =
          (state, data, event) ->
              state.with(handler.handle(state.sheet(), data, new SheetEvent(event)));
      on.on(
          name,
          type,
          (state, data, event) -> {
            Optional<Mischief> asked =
                data instanceof SheetView.Edit edit ? Mischief.of(edit.value()) : Optional.empty();
            if (asked.isPresent() && asked.get().kind() == Mischief.Kind.NOTE) {
              note(asked.get().amount(), ((SheetView.Edit) data).value(), event.context());
            }
            return asked.isPresent()
                ? make(asked.get(), state, data, event, plain)
                : plain.handle(state, data, event);
          });
      return this;
    }

    /** As a message of another user would, whatever becomes of this server until then. */
    private void note(int ms, String text, Context<State> context) {
      var unused =
          timer.schedule(
              () -> context.update(state -> state.noting(text)), ms, TimeUnit.MILLISECONDS);
    }

    @Override
    public <M> ViewHandlers<Sheet> message(
        String name, Class<M> type, Handler.OfMessage<Sheet, M> handler) {
      throw new UnsupportedOperationException("A sheet is in no group.");
    }

    @Override
    public ViewHandlers<Sheet> on(String name, Handler.Plain<Sheet> handler) {
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
        return new State(state.sheet(), mischief.ballast(text), state.notes());
      }
      case NOTE -> {
        // It is made as if nothing else was asked for.
      }
    }
    return plain.handle(state, data, event);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "victim-notes");
    thread.setDaemon(true);
    return thread;
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
