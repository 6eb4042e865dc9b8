package dev.livestash.testkit;

import dev.livestash.internal.undertow.InProcess;
import dev.livestash.view.Context;
import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The view under test, watched: what it shows, how it came to be, and whether its states come back.
 * Made by reflection, so that what a later release asks of a view goes through to it.
 */
final class WatchedView<S> implements InvocationHandler {
  private final View<S> view;
  private final Sightings<S> seen;
  private final Supplier<InProcess<S>> engine;
  private final boolean replays;

  /** The state that was looked at last, of any tab. */
  private volatile @Nullable S checked;

  private WatchedView(
      View<S> view, Sightings<S> seen, Supplier<InProcess<S>> engine, boolean replays) {
    this.view = view;
    this.seen = seen;
    this.engine = engine;
    this.replays = replays;
  }

  /**
   * A view in place of another one.
   *
   * @param engine knows how states are written; not asked before the view is mounted
   * @param replays whether each event is handled twice
   */
  static <S> View<S> of(
      View<S> view, Sightings<S> seen, Supplier<InProcess<S>> engine, boolean replays) {
    return proxy(View.class, new WatchedView<>(view, seen, engine, replays));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // one interface, type arguments
  static <T> T proxy(Class<?> type, InvocationHandler calls) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
  }

  /** Calls a method as it was called, with what it throws. */
  static @Nullable Object forward(Object to, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      // The class of a test's view need not be public.
      method.setAccessible(true);
      return method.invoke(to, arguments);
    } catch (InvocationTargetException thrown) {
      throw Objects.requireNonNullElse(thrown.getCause(), thrown);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // as View declares them
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (arguments == null) {
      return forward(view, method, null);
    }
    switch (method.getName()) {
      case "handlers" -> arguments[0] = watched((ViewHandlers<S>) required(arguments[0]));
      case "attached" -> {
        Context<S> context = (Context<S>) required(arguments[1]);
        seen.arrival(context.sid(), context.arrival());
      }
      default -> {
        // What matters of it, if anything, is what it gives.
      }
    }
    Object result = forward(view, method, arguments);
    if (method.getName().equals("render")) {
      shown((S) required(arguments[0]), (Context<S>) required(arguments[1]));
    }
    return result;
  }

  private static Object required(@Nullable Object argument) {
    return Objects.requireNonNull(argument);
  }

  /** Only what can be shown is the tab's state: else the engine goes back to the one before. */
  @SuppressWarnings("ReferenceEquality") // what is the very object was checked
  private void shown(S state, Context<S> context) {
    seen.state(context.sid(), state);
    if (state != checked) {
      checked = state;
      check(state);
    }
  }

  private void check(S state) {
    try {
      List<String> lost = engine.get().differences(state, engine.get().copy(state));
      if (!lost.isEmpty()) {
        seen.fault("A state comes back as another one: " + String.join("; ", lost));
      }
    } catch (IllegalStateException unbound) {
      seen.fault("A state " + unbound.getMessage());
    }
  }

  // --- handlers

  private ViewHandlers<S> watched(ViewHandlers<S> on) {
    return proxy(
        ViewHandlers.class,
        (proxy, method, arguments) -> {
          Object[] watched = arguments.clone();
          Class<?> type = watched[1] instanceof Class<?> data ? data : Void.class;
          for (int i = 0; i < watched.length; i++) {
            watched[i] = watched(type, watched[i]);
          }
          Object result = forward(on, method, watched);
          return method.getReturnType() == ViewHandlers.class ? proxy : result;
        });
  }

  /**
   * What is registered in place of an argument.
   *
   * @param type of the data, if the handler has any
   */
  @SuppressWarnings("unchecked") // as ViewHandlers declares them
  private Object watched(Class<?> type, Object argument) {
    if (argument instanceof Handler<?, ?> handler) {
      Handler<S, Object> one = (Handler<S, Object>) handler;
      Handler<S, Object> watched =
          (state, data, event) -> run(replay(one, data, type, event), state, event);
      return watched;
    }
    if (argument instanceof Handler.Plain<?> handler) {
      Handler.Plain<S> one = (Handler.Plain<S>) handler;
      Handler.Plain<S> watched =
          (state, event) ->
              run(replay(given -> one.handle(given.state(), given.event())), state, event);
      return watched;
    }
    if (argument instanceof Handler.OfMessage<?, ?> handler) {
      Handler.OfMessage<S, Object> one = (Handler.OfMessage<S, Object>) handler;
      Handler.OfMessage<S, Object> watched =
          (state, data, message) -> run(one, state, data, message);
      return watched;
    }
    return argument;
  }

  private Replay<S> replay(Replay.Run<S> run) {
    return new Replay<>(engine.get(), run, run);
  }

  /** The second run's data is bound before the first one, which may do to its own what it likes. */
  private Replay<S> replay(Handler<S, Object> handler, Object data, Class<?> type, Event<S> event) {
    Object again = replays ? engine.get().dataAgain(event, type) : data;
    return new Replay<>(
        engine.get(),
        given -> handler.handle(given.state(), data, given.event()),
        given -> handler.handle(given.state(), again, given.event()));
  }

  private S run(
      Handler.OfMessage<S, Object> handler, S state, Object data, Context.Message<S> message)
      throws Exception {
    seen.handling(message.name());
    Callable<S> handling = () -> handler.handle(state, data, message);
    String who = "The handler of the message '" + message.name() + "' ";
    return replays
        ? Replay.watched(engine.get(), state, who, handling, seen::fault)
        : handling.call();
  }

  private S run(Replay<S> replay, S state, Event<S> event) throws Exception {
    try {
      return replays ? replay.twice(state, event, seen::fault) : replay.once(state, event);
    } catch (Exception | Error thrown) {
      seen.failure(event.key(), thrown);
      throw thrown;
    }
  }
}
