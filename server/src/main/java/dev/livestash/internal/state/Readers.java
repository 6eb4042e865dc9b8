package dev.livestash.internal.state;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/**
 * Finds what reads a type. Jackson says which part of it cannot be read, but not where that stands.
 */
final class Readers {
  private final DeserializationContext reading;

  Readers(DeserializationContext reading) {
    this.reading = reading;
  }

  /** What reads a type, with all that it is made of. */
  ValueDeserializer<?> find(String path, JavaType type) {
    try {
      return reading.findContextualValueDeserializer(type, null);
    } catch (JacksonException | IllegalArgumentException unreadable) {
      throw innermost(path, type, new HashSet<>()).orElseGet(() -> refusal(path, type, unreadable));
    }
  }

  private static IllegalArgumentException refusal(
      String path, JavaType type, RuntimeException failure) {
    String why =
        failure instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : failure.getMessage();
    return Unfit.at(
        path,
        type,
        "cannot be read: "
            + why
            + ". Annotate it (@JsonCreator, @JsonKey, @JsonDeserialize), or add a module to the"
            + " mapper");
  }

  /** The refusal of the part that is the reason, if a type's own parts can be looked at. */
  private Optional<IllegalArgumentException> innermost(
      String path, JavaType type, Set<JavaType> seen) {
    if (!seen.add(type)) {
      return Optional.empty();
    }
    try {
      var unused = reading.findContextualValueDeserializer(type, null);
      return Optional.empty();
    } catch (JacksonException | IllegalArgumentException unreadable) {
      return parts(path, type).entrySet().stream()
          .flatMap(part -> innermost(part.getKey(), part.getValue(), seen).stream())
          .findFirst()
          .or(() -> Optional.of(refusal(path, type, unreadable)));
    }
  }

  private Map<String, JavaType> parts(String path, JavaType type) {
    Map<String, JavaType> parts = new LinkedHashMap<>();
    if (type.isContainerType() || type.isReferenceType()) {
      parts.put(path + "/*", type.getContentType());
    } else {
      for (BeanPropertyDefinition member :
          reading.introspectBeanDescription(type).findProperties()) {
        parts.put(path + "/" + member.getName(), member.getPrimaryType());
      }
    }
    return parts;
  }
}
