package dev.livestash.internal.state;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.ser.std.ToEmptyObjectSerializer;

/** Whether a class that is read from the members of a JSON object is written as such, too. */
final class Shapes {
  private final SerializationContext writing;

  Shapes(SerializationContext writing) {
    this.writing = writing;
  }

  /**
   * Checks one class.
   *
   * @param maker makes it when it is read
   */
  void check(String path, JavaType type, ValueInstantiator maker) {
    ValueSerializer<?> writer = writer(path, type);
    if (!isObject(writer)) {
      return;
    }
    if (!writer.properties().hasNext() && hasFields(type.getRawClass())) {
      throw Unfit.at(
          path,
          type,
          "shows none of its members to Jackson, so that it would come back empty. Make it a"
              + " record, or give it getters, or annotate its fields with @JsonProperty");
    }
    if (!isMadeOfMembers(maker)) {
      throw Unfit.at(
          path,
          type,
          "has no constructor that Jackson can call with its members. Make it a record, or annotate"
              + " the constructor with @JsonCreator and its parameters with @JsonProperty");
    }
  }

  private ValueSerializer<?> writer(String path, JavaType type) {
    try {
      return writing.findValueSerializer(type);
    } catch (JacksonException unwritable) {
      throw Unfit.at(path, type, "cannot be written: " + unwritable.getOriginalMessage());
    }
  }

  private static boolean isObject(ValueSerializer<?> writer) {
    return writer instanceof ToEmptyObjectSerializer
        || (writer instanceof TracedSerializer<?> traced && traced.isOfMembers());
  }

  private static boolean hasFields(Class<?> type) {
    return Stream.<Class<?>>iterate(type, one -> one != null, Class::getSuperclass)
        .flatMap(one -> Arrays.stream(one.getDeclaredFields()))
        .anyMatch(field -> isOfAnObject(field));
  }

  private static boolean isOfAnObject(Field field) {
    return !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
  }

  private static boolean isMadeOfMembers(ValueInstantiator maker) {
    return maker.canCreateUsingDefault()
        || maker.canCreateFromObjectWith()
        || maker.canCreateUsingDelegate()
        || maker.canCreateUsingArrayDelegate();
  }
}
