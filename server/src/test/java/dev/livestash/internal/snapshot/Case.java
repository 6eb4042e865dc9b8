package dev.livestash.internal.snapshot;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;

/**
 * A type and a value of it.
 *
 * @param name as docs/types.md has it
 * @param type the type as a state or a member declares it
 * @param value the value
 * @param view what of two values has to be equal
 */
record Case(String name, Type type, Object value, Function<Object, Object> view) {
  static <T> Case of(String name, Class<? super T> type, T value) {
    return new Case(name, type, value, same -> same);
  }

  static <T> Case of(String name, TypeReference<? super T> type, T value) {
    return new Case(name, type.getType(), value, same -> same);
  }

  /** Of a class without equality, or of one that a container has inside. */
  @SuppressWarnings("unchecked")
  static <T> Case seen(String name, Class<T> type, T value, Function<T, Object> view) {
    return new Case(name, type, value, any -> view.apply((T) any));
  }

  /** Of the same kind. */
  @SuppressWarnings("unchecked")
  static <T> Case seen(String name, TypeReference<T> type, T value, Function<T, Object> view) {
    return new Case(name, type.getType(), value, any -> view.apply((T) any));
  }

  /** By itself, and not by the comparison that is under test. */
  boolean isEqual(Object other) {
    return Objects.deepEquals(view.apply(value), view.apply(other));
  }

  @Override
  public String toString() {
    return name;
  }
}
