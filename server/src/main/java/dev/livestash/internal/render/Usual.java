package dev.livestash.internal.render;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSetter;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
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
          JsonInclude.class,
          JsonFormat.class,
          JsonRawValue.class,
          JsonDeserialize.class);

  /** What an application may have said something of, for all that is one. */
  private static final List<Class<?>> CONTAINERS =
      List.of(Map.class, Collection.class, List.class, Set.class, String.class);

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
                && leavesNothingOut(one.getMember(), context)
                && isNotOverridden(one.getType().getRawClass(), context));
  }

  /** Whether a container is written as those of the JDK are. */
  boolean isUsual(Class<?> container, SerializationContext context) {
    return classes.computeIfAbsent(
        container,
        one -> {
          AnnotatedClass said = context.introspectClassAnnotations(one);
          return saysNothing(said.annotations(), Set.of())
              && leavesNothingOut(said, context)
              && isNotOverridden(one, context)
              && CONTAINERS.stream().allMatch(type -> isNotOverridden(type, context));
        });
  }

  /** By whatever an application's own introspector goes by. */
  private static boolean leavesNothingOut(Annotated of, SerializationContext context) {
    AnnotationIntrospector said = context.getAnnotationIntrospector();
    SerializationConfig config = context.getConfig();
    return said.findFilterId(config, of) == null
        && said.findPropertyIgnoralByName(config, of).getIgnored().isEmpty()
        && said.findPropertyInclusionByName(config, of).getIncluded() == null;
  }

  static boolean isNotOverridden(Class<?> type, SerializationContext context) {
    return context.getConfig().findConfigOverride(type) == null;
  }

  private static boolean saysNothing(Stream<Annotation> annotations, Set<Class<?>> harmless) {
    return annotations
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(JacksonAnnotation.class))
        .allMatch(harmless::contains);
  }
}
