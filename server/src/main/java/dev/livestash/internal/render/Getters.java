package dev.livestash.internal.render;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;

/** Calls of the application's getters, which may throw what they like. */
final class Getters {
  private Getters() {}

  static @Nullable Object value(BeanPropertyWriter member, Object of) {
    try {
      return member.get(of);
    } catch (Exception thrown) {
      throw asUnchecked(thrown);
    }
  }

  /** Writes the value without its name. */
  static void write(
      BeanPropertyWriter member, Object of, JsonGenerator out, SerializationContext context) {
    try {
      member.serializeAsElement(of, out, context);
    } catch (Exception thrown) {
      throw asUnchecked(thrown);
    }
  }

  private static RuntimeException asUnchecked(Exception thrown) {
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("A getter of a render failed.", thrown);
  }
}
