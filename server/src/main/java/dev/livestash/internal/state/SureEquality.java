package dev.livestash.internal.state;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells of two objects that they are written alike, without writing them: they are of one class,
 * and have the same in them, down to values that are written alike whenever they are equal. What an
 * application's class says of equality is not asked, for that may be less. Of what is not known it
 * says no.
 *
 * <p>Safe for use by several threads.
 */
public final class SureEquality {
  private static final int MAX_DEPTH = 16;
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  /** Equal ones have the same text: a {@code BigDecimal} its scale, a {@code Double} its bits. */
  private static final Set<Class<?>> VALUES =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class);

  /** What is not known is not sure. */
  private static final Way UNKNOWN = (look, one, other, depth) -> false;

  /** How two objects of a class are compared. */
  private interface Way {
    boolean isSame(Look look, Object one, Object other, int depth);
  }

  private final Map<Class<?>, Way> ways = new ConcurrentHashMap<>();

  /**
   * Whether equal objects of a class have the same text.
   *
   * @param type any class
   * @return true of strings, numbers and the like; not all of which that holds are known here
   */
  public static boolean isValue(Class<?> type) {
    return VALUES.contains(type);
  }

  /**
   * Whether two objects are sure to be written alike.
   *
   * @param one an object that was, or could be, written
   * @param other what may be written instead, in its place
   * @param maxValues how many values are looked at
   * @return true if they are; false also if they have more values than that, or what is not known
   */
  public boolean holds(Object one, Object other, int maxValues) {
    return new Look(maxValues).isSame(one, other, MAX_DEPTH);
  }

  private final class Look {
    private int left;

    Look(int maxValues) {
      this.left = maxValues;
    }

    @SuppressWarnings("ReferenceEquality") // one object is as good as two that are equal
    boolean isSame(@Nullable Object one, @Nullable Object other, int depth) {
      if (one == other) {
        return true;
      }
      if (one == null || other == null || one.getClass() != other.getClass()) {
        return false;
      }
      if (--left < 0 || depth == 0) {
        return false;
      }
      return one instanceof String text
          ? text.equals(other)
          : ways.computeIfAbsent(one.getClass(), SureEquality::way)
              .isSame(this, one, other, depth - 1);
    }

    boolean isSameInOrder(Collection<?> one, Collection<?> other, int depth) {
      if (one.size() != other.size()) {
        return false;
      }
      Iterator<?> others = other.iterator();
      for (Object element : one) {
        if (!others.hasNext() || !isSame(element, others.next(), depth)) {
          return false;
        }
      }
      return true;
    }

    boolean hasSame(MethodHandle[] fields, Object one, Object other, int depth) {
      for (MethodHandle field : fields) {
        if (!isSame(read(field, one), read(field, other), depth)) {
          return false;
        }
      }
      return true;
    }
  }

  private static Way way(Class<?> type) {
    if (isValue(type) || type.getPackageName().equals("java.time")) {
      return (look, one, other, depth) -> one.equals(other);
    }
    if (type.isArray()) {
      return type.getComponentType().isPrimitive()
          ? (look, one, other, depth) -> Objects.deepEquals(one, other)
          : (look, one, other, depth) ->
              look.isSameInOrder(
                  Arrays.asList((Object[]) one), Arrays.asList((Object[]) other), depth);
    }
    return Members.isOfTheJdk(type) ? wayOfTheJdk(type) : wayOfTheApplication(type);
  }

  private static Way wayOfTheJdk(Class<?> type) {
    if (Collection.class.isAssignableFrom(type)) {
      return (look, one, other, depth) ->
          look.isSameInOrder((Collection<?>) one, (Collection<?>) other, depth);
    }
    if (Map.class.isAssignableFrom(type)) {
      return (look, one, other, depth) ->
          look.isSameInOrder(((Map<?, ?>) one).entrySet(), ((Map<?, ?>) other).entrySet(), depth);
    }
    if (Map.Entry.class.isAssignableFrom(type)) {
      return (look, one, other, depth) -> {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) one;
        Map.Entry<?, ?> twin = (Map.Entry<?, ?>) other;
        return look.isSame(entry.getKey(), twin.getKey(), depth)
            && look.isSame(entry.getValue(), twin.getValue(), depth);
      };
    }
    return type == Optional.class
        ? (look, one, other, depth) ->
            look.isSame(((Optional<?>) one).orElse(null), ((Optional<?>) other).orElse(null), depth)
        : UNKNOWN;
  }

  private static Way wayOfTheApplication(Class<?> type) {
    if (Enum.class.isAssignableFrom(type)) {
      return UNKNOWN; // two constants
    }
    try {
      MethodHandle[] fields = fields(type);
      return (look, one, other, depth) -> look.hasSame(fields, one, other, depth);
    } catch (IllegalAccessException | InaccessibleObjectException unseen) {
      return UNKNOWN;
    }
  }

  private static @Nullable Object read(MethodHandle field, Object of) {
    try {
      return (Object) field.invokeExact(of);
    } catch (Throwable impossible) {
      throw new IllegalStateException("Report this: a field could not be read.", impossible);
    }
  }

  /** All that an object has, whether it is written or not. */
  private static MethodHandle[] fields(Class<?> type) throws IllegalAccessException {
    List<MethodHandle> fields = new ArrayList<>();
    for (Class<?> one = type; one != Object.class; one = one.getSuperclass()) {
      for (Field field : one.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          fields.add(MethodHandles.lookup().unreflectGetter(field).asType(GETTER));
        }
      }
    }
    return fields.toArray(MethodHandle[]::new);
  }
}
