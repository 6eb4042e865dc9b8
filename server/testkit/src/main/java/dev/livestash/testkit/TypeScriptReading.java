package dev.livestash.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.NameTransformer;

/** Which members Jackson reads, of a class as events have it. */
final class TypeScriptReading {
  private final JsonMapper mapper;

  TypeScriptReading(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** All that are read, by name; empty if they cannot be told, such as those of a builder. */
  Map<String, BeanProperty> of(JavaType type) {
    DeserializationConfig config = mapper.deserializationConfig();
    ClassIntrospector in = introspector(config);
    Map<String, BeanProperty> all = new LinkedHashMap<>();
    in
        .introspectForDeserialization(type, in.introspectClassAnnotations(type))
        .findProperties()
        .stream()
        .filter(BeanPropertyDefinition::couldDeserialize)
        .forEach(
            one ->
                unwrapping(config, one)
                    .ifPresentOrElse(
                        by ->
                            of(one.getPrimaryType())
                                .forEach((name, of) -> all.put(by.transform(name), of)),
                        () -> all.put(one.getName(), property(one))));
    return all;
  }

  /** The names of those that are written. */
  Set<String> written(JavaType type) {
    SerializationConfig config = mapper.serializationConfig();
    ClassIntrospector in = introspector(config);
    return in
        .introspectForSerialization(type, in.introspectClassAnnotations(type))
        .findProperties()
        .stream()
        .filter(BeanPropertyDefinition::couldSerialize)
        .flatMap(
            one ->
                unwrapping(config, one)
                    .map(by -> written(one.getPrimaryType()).stream().map(by::transform))
                    .orElseGet(() -> Stream.of(one.getName())))
        .collect(Collectors.toSet());
  }

  /** How the members of a member are named that stand in its place ({@code @JsonUnwrapped}). */
  private static Optional<NameTransformer> unwrapping(
      MapperConfig<?> config, BeanPropertyDefinition one) {
    return Optional.ofNullable(
        config
            .getAnnotationIntrospector()
            .findUnwrappingNameTransformer(config, one.getPrimaryMember()));
  }

  private static ClassIntrospector introspector(MapperConfig<?> config) {
    return config.classIntrospectorInstance().forOperation(config);
  }

  private static BeanProperty property(BeanPropertyDefinition of) {
    return new BeanProperty.Std(
        of.getFullName(),
        of.getPrimaryType(),
        of.getWrapperName(),
        of.getPrimaryMember(),
        of.getMetadata());
  }
}
