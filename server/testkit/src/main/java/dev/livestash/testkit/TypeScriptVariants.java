package dev.livestash.testkit;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.AsDeductionTypeSerializer;

/** One of some classes, and what tells which: Jackson itself is asked for both. */
final class TypeScriptVariants {
  private final SerializationContext jackson;

  TypeScriptVariants(SerializationContext jackson) {
    this.jackson = jackson;
  }

  /**
   * The classes that a value of this type may be of, however deep they lie.
   *
   * @param ids what writes the class's id beside it; null if nothing does
   * @param member what holds it, whose annotations may name them
   */
  Stream<JavaType> all(
      JavaType type, @Nullable TypeSerializer ids, Optional<AnnotatedMember> member) {
    return new Root(type, ids, member).all(type);
  }

  /** The type that a value is declared as: what is named there are classes of those below, too. */
  private final class Root {
    private final JavaType root;
    private final @Nullable TypeSerializer ids;
    private final @Nullable AnnotatedMember member;

    Root(JavaType root, @Nullable TypeSerializer ids, Optional<AnnotatedMember> member) {
      this.root = root;
      this.ids = ids;
      this.member = member.orElse(null);
    }

    Stream<JavaType> all(JavaType type) {
      // An enum whose constants have bodies is sealed as well.
      if (type.isEnumType() || type.isContainerType() || type.isJavaLangObject()) {
        return Stream.of(type);
      }
      if (!type.getRawClass().isSealed()) {
        return ids == null && ids(type) == null ? Stream.of(type) : listed(type);
      }
      Stream<JavaType> below =
          Stream.of(type.getRawClass().getPermittedSubclasses())
              .flatMap(one -> all(jackson.constructSpecializedType(type, one)));
      boolean isOne = !Modifier.isAbstract(type.getRawClass().getModifiers());
      return (isOne ? Stream.concat(Stream.of(type), below) : below).distinct();
    }

    /** Those that annotations name, or the mapper has registered. */
    private Stream<JavaType> listed(JavaType type) {
      List<JavaType> all =
          Stream.concat(named(root, member), named(type, null))
              .filter(type.getRawClass()::isAssignableFrom)
              .filter(one -> !Modifier.isAbstract(one.getModifiers()))
              .distinct()
              .sorted(Comparator.comparing(Class::getName))
              .<JavaType>map(
                  one ->
                      one == type.getRawClass()
                          ? type
                          : jackson.constructSpecializedType(type, one))
              .toList();
      if (all.isEmpty()) {
        throw new IllegalArgumentException(
            "Which classes %s is of is not said: seal it, or name them by @JsonSubTypes at it or at the member, or register them with the mapper."
                .formatted(type.getRawClass().getName()));
      }
      return all.stream();
    }
  }

  private Stream<Class<?>> named(JavaType type, @Nullable AnnotatedMember member) {
    return jackson
        .getConfig()
        .getSubtypeResolver()
        .collectAndResolveSubtypesByClass(jackson.getConfig(), member, type)
        .stream()
        .map(NamedType::getType);
  }

  /** What writes the class's id beside a value that is declared so; null if nothing does. */
  @Nullable TypeSerializer ids(JavaType declared) {
    return declared.getTypeHandler() instanceof TypeSerializer ofProperty
        ? ofProperty
        : jackson.findTypeSerializer(declared);
  }

  /**
   * A type with what tells that it is this one.
   *
   * @param ids as {@link #ids} gives it
   * @param shape the type without
   * @param isObject whether it has members, which the id can be one of
   */
  String told(JavaType type, @Nullable TypeSerializer ids, String shape, boolean isObject) {
    if (ids == null || ids instanceof AsDeductionTypeSerializer) {
      return shape;
    }
    Optional<String> id = id(type, ids.getTypeIdResolver());
    if (id.isEmpty()) {
      return shape;
    }
    String quoted = TypeScriptShapes.quoted(id.get());
    return switch (ids.getTypeInclusion()) {
      case PROPERTY, EXISTING_PROPERTY ->
          isObject
              ? property(type, ids)
                  .map(TypeScriptShapes::member)
                  .map(by -> "({ readonly %s: %s } & %s)".formatted(by, quoted, shape))
                  .orElse(shape)
              : pair(quoted, shape);
      case WRAPPER_OBJECT ->
          "{ readonly %s: %s }".formatted(TypeScriptShapes.member(id.get()), shape);
      case WRAPPER_ARRAY -> pair(quoted, shape);
      case NOTHING -> shape;
      case EXTERNAL_PROPERTY ->
          throw new IllegalArgumentException(
              "What %s is, a member beside it tells (EXTERNAL_PROPERTY), which a type of its own"
                      .formatted(type.getRawClass().getName())
                  + " cannot say: use another 'include' of @JsonTypeInfo, such as PROPERTY.");
    };
  }

  /** Of a member that the class has anyway, what writes the ids does not know the name. */
  private Optional<String> property(JavaType type, TypeSerializer ids) {
    return Optional.ofNullable(ids.getPropertyName())
        .or(
            () ->
                Optional.ofNullable(
                        jackson
                            .getAnnotationIntrospector()
                            .findPolymorphicTypeInfo(
                                jackson.getConfig(), jackson.introspectClassAnnotations(type)))
                    .map(JsonTypeInfo.Value::getPropertyName));
  }

  private static String pair(String id, String shape) {
    return "readonly [" + id + ", " + shape + "]";
  }

  private Optional<String> id(JavaType type, TypeIdResolver by) {
    try {
      return Optional.ofNullable(by.idFromValueAndType(jackson, null, type.getRawClass()));
    } catch (RuntimeException needsValue) {
      throw new IllegalArgumentException(
          "The TypeIdResolver of %s does not tell an id without a value: use @JsonTypeInfo.Id.NAME."
              .formatted(type.getRawClass().getName()),
          needsValue);
    }
  }
}
