package dev.livestash.testkit;

import dev.livestash.internal.undertow.InProcess;
import dev.livestash.view.Context;
import dev.livestash.view.Event;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler as a server does, and once more as the next server does if the first one is lost:
 * on the state of before, read back from its token.
 */
final class Replay<S> {
  /** What a handler is given. */
  record Given<S>(S state, Event<S> event) {}

  /** A handler with its data. */
  @FunctionalInterface
  interface Run<S> {
    S of(Given<S> given) throws Exception;
  }

  /**
   * What came of a run.
   *
   * @param state the next state; null if it has thrown
   * @param reply what it has replied
   * @param thrown what it has thrown; null if nothing
   */
  private record Result<S>(@Nullable S state, Optional<Object> reply, @Nullable Throwable thrown) {}

  private static final String CHANGED =
      "has changed its state in place, and has to make another one: ";

  private final InProcess<S> engine;
  private final Run<S> handler;
  private final Run<S> again;

  /**
   * A handler to be run.
   *
   * @param handler with the data that the engine has bound
   * @param again the same, with data of its own if it has any
   */
  Replay(InProcess<S> engine, Run<S> handler, Run<S> again) {
    this.engine = engine;
    this.handler = handler;
    this.again = again;
  }

  /**
   * Handles what is handled once only, and looks whether it changes the state in place.
   *
   * @param who the handler
   * @param fault is told if it does
   */
  static <S> S watched(
      InProcess<S> engine, S state, String who, Callable<S> handler, Consumer<String> fault)
      throws Exception {
    Optional<S> before = copy(engine, state);
    try {
      return handler.call();
    } finally {
      before
          .map(was -> engine.differences(was, state))
          .filter(changed -> !changed.isEmpty())
          .ifPresent(changed -> fault.accept(who + CHANGED + join(changed)));
    }
  }

  S once(S state, Event<S> event) throws Exception {
    return handler.of(new Given<>(state, event));
  }

  /**
   * Runs it twice.
   *
   * @param fault is told what is wrong with the handler
   * @return what came of the first run
   */
  S twice(S state, Event<S> event, Consumer<String> fault) throws Exception {
    Optional<S> before = copy(engine, state);
    if (before.isEmpty()) {
      return once(state, event);
    }
    Effects effects = new Effects();
    Noted<S> noted = new Noted<>(event, effects);
    Result<S> first = result(handler, state, noted);
    String who = "The handler of '" + event.name() + "' ";
    List<String> changed = engine.differences(before.get(), state);
    if (!changed.isEmpty()) {
      fault.accept(who + CHANGED + join(changed));
    } else {
      Result<S> second = result(again, before.get(), new Noted<>(event, effects).alone());
      differences(first, second)
          .ifPresent(
              what ->
                  fault.accept(
                      who
                          + "does not come to the same when it is replayed after a crash: "
                          + what));
    }
    return given(first);
  }

  /** A state that does not come back is found where it was made. */
  private static <S> Optional<S> copy(InProcess<S> engine, S state) {
    try {
      S copy = engine.copy(state);
      return engine.differences(state, copy).isEmpty() ? Optional.of(copy) : Optional.empty();
    } catch (IllegalStateException unbound) {
      return Optional.empty();
    }
  }

  private static <S> Result<S> result(Run<S> run, S state, Noted<S> event) {
    try {
      S next = run.of(new Given<>(state, event.event()));
      return new Result<>(next, event.reply(), null);
    } catch (Exception | Error thrown) {
      return new Result<>(null, event.reply(), thrown);
    }
  }

  private Optional<String> differences(Result<S> first, Result<S> second) {
    if (first.thrown() != null || second.thrown() != null) {
      String once = name(first.thrown());
      String again = name(second.thrown());
      return once.equals(again) ? Optional.empty() : Optional.of(once + " becomes " + again);
    }
    if (first.state() == null || second.state() == null) {
      return Optional.empty(); // the engine says so
    }
    List<String> states = engine.differences(first.state(), second.state());
    if (!states.isEmpty()) {
      return Optional.of(join(states));
    }
    List<String> replies = engine.differences(first.reply(), second.reply());
    return replies.isEmpty() ? Optional.empty() : Optional.of("its reply " + join(replies));
  }

  private static String name(@Nullable Throwable thrown) {
    return thrown == null ? "a state" : thrown.getClass().getName();
  }

  private static String join(List<String> differences) {
    return String.join("; ", differences);
  }

  @SuppressWarnings("NullAway") // a handler that gives null is the engine's to refuse
  private static <S> S given(Result<S> result) throws Exception {
    if (result.thrown() instanceof Exception exception) {
      throw exception;
    }
    if (result.thrown() instanceof Error error) {
      throw error;
    }
    return result.state();
  }

  /** An event whose reply is seen. By reflection, for what a later release may add to an event. */
  private static final class Noted<S> {
    private final Event<S> real;
    private final Effects effects;
    private boolean isAlone;
    private Optional<Object> reply = Optional.empty();

    Noted(Event<S> real, Effects effects) {
      this.real = real;
      this.effects = effects;
    }

    /** Nothing that is done to it reaches the tab. */
    Noted<S> alone() {
      isAlone = true;
      return this;
    }

    Optional<Object> reply() {
      return reply;
    }

    Event<S> event() {
      return WatchedView.proxy(
          Event.class,
          (proxy, method, arguments) -> {
            if (method.getName().equals("reply")) {
              reply = Optional.ofNullable(arguments[0]);
              return isAlone ? null : WatchedView.forward(real, method, arguments);
            }
            Object result = WatchedView.forward(real, method, arguments);
            if (result instanceof Context<?> context) {
              return isAlone ? effects.quiet(context) : effects.noting(context);
            }
            return result;
          });
    }
  }
}
