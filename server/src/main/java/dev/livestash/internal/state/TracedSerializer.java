package dev.livestash.internal.state;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.std.StdContainerSerializer;
import tools.jackson.databind.util.NameTransformer;

/**
 * A serializer that lets a {@link Traced} target see each value first. Else it is the one it wraps.
 */
final class TracedSerializer<T> extends ValueSerializer<T> {
  private final ValueSerializer<T> wrapped;

  TracedSerializer(ValueSerializer<T> wrapped) {
    this.wrapped = wrapped;
  }

  /** Whether it writes the members of a class. */
  boolean isOfMembers() {
    return wrapped instanceof BeanSerializerBase;
  }

  @Override
  public void serialize(T value, JsonGenerator out, SerializationContext context) {
    if (out.streamWriteOutputTarget() instanceof Traced target) {
      tellIdentity(target);
      target.write(value, out, context, wrapped);
    } else {
      wrapped.serialize(value, out, context);
    }
  }

  private void tellIdentity(Traced target) {
    if (wrapped.usesObjectId()) {
      target.hasIdentity();
    }
  }

  @Override
  public void serializeWithType(
      T value, JsonGenerator out, SerializationContext context, TypeSerializer types) {
    if (out.streamWriteOutputTarget() instanceof Traced target) {
      tellIdentity(target);
    }
    wrapped.serializeWithType(value, out, context, types);
  }

  @Override
  public void resolve(SerializationContext context) {
    wrapped.resolve(context);
  }

  @Override
  public ValueSerializer<?> createContextual(
      SerializationContext context, @Nullable BeanProperty property) {
    return around(withTypesOfContents(wrapped.createContextual(context, property), property));
  }

  /** As Jackson does it itself, but only with the serializers of containers that it knows. */
  private static ValueSerializer<?> withTypesOfContents(
      ValueSerializer<?> contextual, @Nullable BeanProperty property) {
    return contextual instanceof StdContainerSerializer<?> container
            && property instanceof BeanPropertyWriter member
        ? container.withValueTypeSerializer(typesOfContents(member.getSerializationType()))
        : contextual;
  }

  private static @Nullable TypeSerializer typesOfContents(@Nullable JavaType container) {
    JavaType contents = container == null ? null : container.getContentType();
    return contents != null && contents.getTypeHandler() instanceof TypeSerializer types
        ? types
        : null;
  }

  @Override
  public ValueSerializer<?> withFilterId(Object filterId) {
    return around(wrapped.withFilterId(filterId));
  }

  @Override
  public ValueSerializer<?> withIgnoredProperties(Set<String> ignored) {
    return around(wrapped.withIgnoredProperties(ignored));
  }

  /** Null says that another one is to be made, which is traced then as this one is. */
  @Override
  public @Nullable ValueSerializer<?> withFormatOverrides(
      SerializationConfig config, JsonFormat.Value format) {
    ValueSerializer<?> formatted = wrapped.withFormatOverrides(config, format);
    return formatted == null ? null : around(formatted);
  }

  @SuppressWarnings("ReferenceEquality") // serializers have no other equality
  private <U> ValueSerializer<?> around(ValueSerializer<U> other) {
    return other == (ValueSerializer<?>) wrapped ? this : new TracedSerializer<>(other);
  }

  @Override
  public ValueSerializer<T> unwrappingSerializer(NameTransformer names) {
    return wrapped.unwrappingSerializer(names);
  }

  @Override
  public boolean isUnwrappingSerializer() {
    return wrapped.isUnwrappingSerializer();
  }

  @Override
  public boolean isEmpty(SerializationContext context, T value) {
    return wrapped.isEmpty(context, value);
  }

  @Override
  public boolean usesObjectId() {
    return wrapped.usesObjectId();
  }

  @Override
  public Class<?> handledType() {
    return wrapped.handledType();
  }

  @Override
  public Iterator<PropertyWriter> properties() {
    return wrapped.properties();
  }

  @Override
  public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
    wrapped.acceptJsonFormatVisitor(visitor, type);
  }
}
