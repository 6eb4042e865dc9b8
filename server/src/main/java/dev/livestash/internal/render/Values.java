package dev.livestash.internal.render;

import dev.livestash.internal.state.SureEquality;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;

/** Values of the JDK that are what they are equal to, so that equal ones have the same JSON. */
final class Values {
  private Values() {}

  /** An application's own class may call things equal that look different. */
  static boolean isOne(Object value) {
    return SureEquality.isValue(value.getClass())
        || value instanceof Enum
        || ((value instanceof TemporalAccessor || value instanceof TemporalAmount)
            && value.getClass().getName().startsWith("java.time."));
  }
}
