package dev.livestash.internal.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.SubtypeResolver;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.impl.AsDeductionTypeDeserializer;

/**
 * Goes through all that a type of state is made of, as Jackson will read it: each part must be
 * writable and readable, before a state depends on it.
 */
final class TypeCheck {
  private static final Set<JsonTypeInfo.Id> NAMES_OF_CLASSES =
      Set.of(JsonTypeInfo.Id.CLASS, JsonTypeInfo.Id.MINIMAL_CLASS);

  private static final String NAMES =
      "Use a concrete class, or name the classes with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME), and"
          + " with @JsonSubTypes unless the type is sealed";

  private final DeserializationContext reading;
  private final Readers readers;
  private final Shapes shapes;
  private final Set<JavaType> seen = new HashSet<>();
  private final Set<JavaType> seenBases = new HashSet<>();

  private TypeCheck(JsonMapper mapper) {
    this.reading = Contexts.reading(mapper);
    this.readers = new Readers(reading);
    this.shapes = new Shapes(Contexts.writing(mapper));
  }

  /**
   * Checks a type.
   *
   * @param mapper writes and reads it
   * @throws IllegalArgumentException if it cannot be written and read: where, why, and what to do
   */
  static void check(JsonMapper mapper, JavaType type) {
    new TypeCheck(mapper).check("", type);
  }

  /**
   * Checks a mapper.
   *
   * @throws IllegalArgumentException if it puts the names of classes into all that it writes
   */
  static void check(JsonMapper mapper) {
    if (mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class))
        != null) {
      throw new IllegalArgumentException(
          "The mapper has default typing, which puts the names of classes into the JSON, and a token"
              + " must not say which class is loaded. Leave out activateDefaultTyping(…), and"
              + " annotate the types with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME).");
    }
  }

  /** Checks a type that stands by itself. */
  private void check(String path, JavaType type) {
    value(path, type, readers.find(path, type), reading.findTypeDeserializer(type), null);
  }

  /**
   * Checks a type where it stands.
   *
   * @param reader reads it there
   * @param typed tells its classes apart, if something does
   * @param member the member that it stands in, if it does
   */
  private void value(
      String path,
      JavaType type,
      ValueDeserializer<?> reader,
      @Nullable TypeDeserializer typed,
      @Nullable AnnotatedMember member) {
    if (typed != null) {
      classes(path, type, typed, member);
    } else if (reader instanceof AbstractDeserializer) {
      throw Unfit.at(path, type, "is abstract, and nothing in the JSON names its class. " + NAMES);
    } else if (reader instanceof UnsupportedTypeDeserializer) {
      throw Unfit.at(path, type, "needs a module of Jackson's. Add it to the mapper");
    } else if (reader instanceof BeanDeserializerBase members) {
      members(path, type, members);
    } else if (reader instanceof ContainerDeserializerBase<?> container) {
      contents(path, type, container, member);
    } else if (type.isReferenceType()) {
      check(path, type.getContentType());
    }
  }

  private void contents(
      String path,
      JavaType type,
      ContainerDeserializerBase<?> container,
      @Nullable AnnotatedMember member) {
    JavaType content = type.getContentType();
    if (content != null) {
      String inside = path + "/*";
      ValueDeserializer<?> reader = container.getContentDeserializer();
      TypeDeserializer typed =
          member == null
              ? reading.findTypeDeserializer(content)
              : reading.findPropertyContentTypeDeserializer(type, member);
      value(inside, content, reader == null ? readers.find(inside, content) : reader, typed, null);
    }
  }

  // --- a class with members

  private void members(String path, JavaType type, BeanDeserializerBase reader) {
    if (!seen.add(type)) {
      return;
    }
    ValueInstantiator maker = reader.getValueInstantiator();
    shapes.check(path, type, maker);
    if (maker.canCreateUsingDelegate()) {
      check(path, maker.getDelegateType(reading.getConfig()));
    }
    members(path, reader.creatorProperties());
    members(path, reader.properties());
  }

  private void members(String path, Iterator<SettableBeanProperty> members) {
    while (members.hasNext()) {
      SettableBeanProperty member = members.next();
      if (member.hasValueDeserializer()) {
        value(
            path + "/" + member.getName(),
            member.getType(),
            member.getValueDeserializer(),
            member.getValueTypeDeserializer(),
            member.getMember());
      }
    }
  }

  // --- a value of one of several classes

  private void classes(
      String path, JavaType type, TypeDeserializer typed, @Nullable AnnotatedMember member) {
    JsonTypeInfo.Id named = typed.getTypeIdResolver().getMechanism();
    boolean isDeduced = typed instanceof AsDeductionTypeDeserializer;
    if (!isDeduced && NAMES_OF_CLASSES.contains(named)) {
      throw Unfit.at(
          path,
          type,
          "puts the names of its classes into the JSON, and a token must not say which class is"
              + " loaded. Use @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)");
    }
    if (seenBases.add(type)) {
      long known =
          subtypes(type, member).stream()
              .filter(one -> isMade(path, reading.constructSpecializedType(type, one.getType())))
              .count();
      if (known == 0 && named != JsonTypeInfo.Id.CUSTOM) {
        throw Unfit.at(path, type, "has no class that Jackson knows. " + NAMES);
      }
    }
  }

  /** Checks a class, if it is one that objects are made of. */
  private boolean isMade(String path, JavaType type) {
    ValueDeserializer<?> reader = readers.find(path, type);
    if (reader instanceof AbstractDeserializer) {
      return false;
    }
    value(path, type, reader, null, null);
    return true;
  }

  private Collection<NamedType> subtypes(JavaType type, @Nullable AnnotatedMember member) {
    SubtypeResolver resolver = reading.getConfig().getSubtypeResolver();
    return member == null
        ? resolver.collectAndResolveSubtypesByTypeId(
            reading.getConfig(), reading.introspectClassAnnotations(type))
        : resolver.collectAndResolveSubtypesByTypeId(reading.getConfig(), member, type);
  }
}
