package dev.livestash.testkit;

import dev.livestash.view.Context;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a handler does to its context: the first run does it, and the second one is given the same
 * answers, without anything being done.
 */
final class Effects {
  /** What does something and gives something, too; all else that gives something does nothing. */
  private static final Set<String> ANSWERED = Set.of("join", "refuse");

  private final Map<List<Object>, Outcome> outcomes = new ConcurrentHashMap<>();

  private record Outcome(@Nullable Object given, @Nullable Throwable thrown) {}

  /** The context of the first run. */
  Object noting(Context<?> context) {
    return WatchedView.proxy(
        Context.class,
        (proxy, method, arguments) ->
            isEffect(method)
                ? noted(context, method, arguments)
                : WatchedView.forward(context, method, arguments));
  }

  /** The context of the second run. */
  Object quiet(Context<?> context) {
    return WatchedView.proxy(
        Context.class,
        (proxy, method, arguments) ->
            isEffect(method)
                ? again(method, arguments)
                : WatchedView.forward(context, method, arguments));
  }

  private static boolean isEffect(Method method) {
    return method.getReturnType() == void.class || ANSWERED.contains(method.getName());
  }

  private @Nullable Object noted(
      Context<?> context, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      Object given = WatchedView.forward(context, method, arguments);
      outcomes.put(key(method, arguments), new Outcome(given, null));
      return given;
    } catch (RuntimeException thrown) {
      outcomes.put(key(method, arguments), new Outcome(null, thrown));
      throw thrown;
    }
  }

  private @Nullable Object again(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    Outcome before = outcomes.get(key(method, arguments));
    if (before == null) {
      // The first run did not do this: that the two differ is found by where they come to.
      return switch (method.getName()) {
        case "join" -> true;
        case "refuse" -> new IllegalStateException("refused");
        default -> null;
      };
    }
    if (before.thrown() != null) {
      throw before.thrown();
    }
    return before.given();
  }

  /** The data of the two runs need not be equal; groups and names tell enough. */
  private static List<Object> key(Method method, @Nullable Object @Nullable [] arguments) {
    Stream<?> names =
        arguments == null ? Stream.of() : Stream.of(arguments).filter(String.class::isInstance);
    return Stream.concat(Stream.of(method.getName()), names).map(Object.class::cast).toList();
  }
}
