package dev.livestash.session;

import dev.livestash.session.HandlerTable.Call;
import dev.livestash.view.Context;
import dev.livestash.wire.ClientFrame;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handler of one event. Whatever comes of it is an answer; a handler's exception is one,
 * too.
 */
final class EventRun<S> {
  /** An event that was sent this often, and each time its server was lost, is not tried again. */
  static final int MAX_TRIES = 3;

  private final HandlerTable<S> handlers;

  EventRun(HandlerTable<S> handlers) {
    this.handlers = handlers;
  }

  /** The state after the event, and what the tab is told. */
  record Answer<S>(S state, @Nullable Object reply, Optional<String> error) {}

  Answer<S> run(S state, ClientFrame.Event frame, Context<S> context) {
    if (frame.attempt() > MAX_TRIES) {
      return refused(state, "poisoned");
    }
    Optional<HandlerTable.Binder<S>> handler = handlers.find(frame.name());
    if (handler.isEmpty()) {
      return refused(state, "unknown");
    }
    return handler
        .get()
        .bind(frame.data())
        .map(call -> run(state, call, new EventCall<>(frame, context)))
        .orElseGet(() -> refused(state, "invalid"));
  }

  private Answer<S> run(S state, Call<S> call, EventCall<S> event) {
    try {
      S next = call.handle(state, event);
      return new Answer<>(next, event.reply(), Optional.empty());
    } catch (Exception failure) {
      // The handler's contract allows any; it is logged, the state stays, and the tab is told.
      System.getLogger("dev.livestash")
          .log(
              Level.ERROR,
              "The handler of " + event.name() + " failed in " + event.context().view(),
              failure);
      return refused(state, "failed");
    }
  }

  private Answer<S> refused(S state, String error) {
    return new Answer<>(state, null, Optional.of(error));
  }
}
