package dev.livestash.internal.render;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSetter;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Whether nothing is said of a member, or of a container's class, by which another JSON is written
 * than that of its parts. What is said by annotations that are not known here counts as such.
 */
final class Usual {
  /** On a member, what says nothing of what is within its value, or is looked at elsewhere. */
  private static final Set<Class<?>> HARMLESS =
      Set.of(
          JsonProperty.class,
          JsonPropertyDescription.class,
          JsonAlias.class,
          JsonGetter.class,
          JsonSetter.class,
          JsonInclude.class);

  /** By class. Bounded by the classes of the application. */
  private final Map<Class<?>, Boolean> classes = new ConcurrentHashMap<>();

  /** The same of members. */
  private final Map<BeanPropertyWriter, Boolean> members = new ConcurrentHashMap<>();

  /** Whether what is in a member's value is written as it is elsewhere. */
  boolean isUsual(BeanPropertyWriter member, SerializationContext context) {
    return members.computeIfAbsent(
        member,
        one ->
            saysNothing(one.getMember().annotations(), HARMLESS)
                && isNotOverridden(one.getType().getRawClass(), context));
  }

  /** Whether a container is written as those of the JDK are. */
  boolean isUsual(Class<?> container, SerializationContext context) {
    return classes.computeIfAbsent(
        container,
        one ->
            saysNothing(context.introspectClassAnnotations(one).annotations(), Set.of())
                && isNotOverridden(one, context));
  }

  private static boolean isNotOverridden(Class<?> type, SerializationContext context) {
    return context.getConfig().findConfigOverride(type) == null;
  }

  private static boolean saysNothing(Stream<Annotation> annotations, Set<Class<?>> harmless) {
    return annotations
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(JacksonAnnotation.class))
        .allMatch(harmless::contains);
  }
}
