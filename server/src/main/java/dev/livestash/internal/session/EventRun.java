package dev.livestash.internal.session;

import dev.livestash.internal.session.HandlerTable.Bound;
import dev.livestash.internal.session.HandlerTable.Call;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.view.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handler of one event. Whatever comes of it is an answer; a handler's exception is one,
 * too.
 */
final class EventRun<S> {
  private static final Set<String> UNFIT = Set.of("unknown", "invalid", "poisoned");

  private final HandlerTable<S> handlers;
  private final Listeners listeners;

  EventRun(HandlerTable<S> handlers, Listeners listeners) {
    this.handlers = handlers;
    this.listeners = listeners;
  }

  /** The state after the event, and what the tab is told. */
  record Answer<S>(S state, @Nullable Object reply, Optional<String> error) {
    /** Whether no handler was given the event. */
    boolean isUnfit() {
      return error.filter(UNFIT::contains).isPresent();
    }
  }

  Answer<S> run(S state, ReceivedEvent received, Context<S> context) {
    Bound<S> bound = bound(received);
    EventCall<S> event = new EventCall<>(received, context);
    if (bound instanceof Bound.Fit<S> fit) {
      return run(state, fit.call(), event);
    }
    Bound.Unfit<S> unfit = (Bound.Unfit<S>) bound;
    listeners.tell(
        one ->
            one.refusedEvent(
                FrameCodec.mountedName(context.view()),
                event.key(),
                event.name(),
                unfit.error(),
                unfit.why()));
    return refused(state, unfit.error());
  }

  private Bound<S> bound(ReceivedEvent received) {
    if (received.unfit().isPresent()) {
      return new Bound.Unfit<>(
          "invalid", "it is no event of the protocol: " + received.unfit().get());
    }
    if (received.isPoisoned()) {
      return new Bound.Unfit<>("poisoned", "");
    }
    return handlers.bind(received.frame().name(), received.frame().data());
  }

  private Answer<S> run(S state, Call<S> call, EventCall<S> event) {
    try {
      S next =
          Objects.requireNonNull(
              call.handle(state, event), "A handler returned null; return the state it was given.");
      return new Answer<>(next, event.reply(), Optional.empty());
    } catch (Throwable failure) {
      // The handler's contract allows any; the state stays, and the tab is told.
      Context<S> context = event.context();
      String view = context.view();
      String what = "The handler of " + event.name() + " in " + view;
      listeners.failed(
          FrameCodec.mountedName(view), context.sid(), "handler", event.name(), what, failure);
      return refused(state, "failed");
    }
  }

  static <S> Answer<S> refused(S state, String error) {
    return new Answer<>(state, null, Optional.of(error));
  }
}
