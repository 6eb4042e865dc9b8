package dev.livestash.internal.render;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Set;
import java.util.UUID;

/** Values of the JDK that are what they are equal to, so that equal ones have the same JSON. */
final class Values {
  private static final Set<Class<?>> CLASSES =
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

  private Values() {}

  /** An application's own class may call things equal that look different. */
  static boolean isOne(Object value) {
    return CLASSES.contains(value.getClass())
        || value instanceof Enum
        || ((value instanceof TemporalAccessor || value instanceof TemporalAmount)
            && value.getClass().getName().startsWith("java.time."));
  }
}
