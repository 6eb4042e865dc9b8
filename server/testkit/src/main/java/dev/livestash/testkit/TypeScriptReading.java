package dev.livestash.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Which members Jackson reads, of a class as events have it. */
final class TypeScriptReading {
  private final JsonMapper mapper;

  TypeScriptReading(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** All that are read, by name; empty if they cannot be told, such as those of a builder. */
  Map<String, BeanProperty> of(JavaType type) {
    ClassIntrospector in = introspector(mapper.deserializationConfig());
    Map<String, BeanProperty> all = new LinkedHashMap<>();
    in
        .introspectForDeserialization(type, in.introspectClassAnnotations(type))
        .findProperties()
        .stream()
        .filter(BeanPropertyDefinition::couldDeserialize)
        .forEach(one -> all.put(one.getName(), property(one)));
    return all;
  }

  /** The names of those that are written. */
  Set<String> written(JavaType type) {
    ClassIntrospector in = introspector(mapper.serializationConfig());
    return in
        .introspectForSerialization(type, in.introspectClassAnnotations(type))
        .findProperties()
        .stream()
        .filter(BeanPropertyDefinition::couldSerialize)
        .map(BeanPropertyDefinition::getName)
        .collect(Collectors.toSet());
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
