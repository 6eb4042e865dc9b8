package dev.livestash.internal.session;

import dev.livestash.internal.session.HandlerTable.Call;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.view.Context;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handler of one event. Whatever comes of it is an answer; a handler's exception is one,
 * too.
 */
final class EventRun<S> {
  private final HandlerTable<S> handlers;

  EventRun(HandlerTable<S> handlers) {
    this.handlers = handlers;
  }

  /** The state after the event, and what the tab is told. */
  record Answer<S>(S state, @Nullable Object reply, Optional<String> error) {}

  Answer<S> run(S state, ReceivedEvent received, Context<S> context) {
    if (received.isUnfit()) {
      return refused(state, "invalid");
    }
    if (received.isPoisoned()) {
      return refused(state, "poisoned");
    }
    ClientFrame.Event frame = received.frame();
    Optional<HandlerTable.Binder<S>> handler = handlers.find(frame.name());
    if (handler.isEmpty()) {
      return refused(state, "unknown");
    }
    return handler
        .get()
        .bind(frame.data())
        .map(call -> run(state, call, new EventCall<>(received, context)))
        .orElseGet(() -> refused(state, "invalid"));
  }

  private Answer<S> run(S state, Call<S> call, EventCall<S> event) {
    try {
      S next =
          Objects.requireNonNull(
              call.handle(state, event), "A handler returned null; return the state it was given.");
      return new Answer<>(next, event.reply(), Optional.empty());
    } catch (Throwable failure) {
      // The handler's contract allows any; the state stays, and the tab is told.
      Application.log("The handler of " + event.name() + " in " + event.context().view(), failure);
      return refused(state, "failed");
    }
  }

  static <S> Answer<S> refused(S state, String error) {
    return new Answer<>(state, null, Optional.of(error));
  }
}
