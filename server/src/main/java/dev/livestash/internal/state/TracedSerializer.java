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
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.std.StdContainerSerializer;
import tools.jackson.databind.util.NameTransformer;

/**
 * A serializer that lets a {@link Traced} target see each value first. Else it is the one it wraps.
 *
 * <p>It is one of a container in Jackson's eyes, which gives it the type that a member says of its
 * contents; where it wraps no such one, that does nothing.
 */
final class TracedSerializer<T> extends StdContainerSerializer<T> {
  private final ValueSerializer<T> wrapped;

  TracedSerializer(ValueSerializer<T> wrapped) {
    super(wrapped.handledType());
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
    return around(wrapped.createContextual(context, property));
  }

  @Override
  protected StdContainerSerializer<?> _withValueTypeSerializer(TypeSerializer types) {
    return wrapped instanceof StdContainerSerializer<?> container
        ? around(container.withValueTypeSerializer(types))
        : this;
  }

  @Override
  public @Nullable JavaType getContentType() {
    return wrapped instanceof StdContainerSerializer<?> container
        ? container.getContentType()
        : null;
  }

  @Override
  public @Nullable ValueSerializer<?> getContentSerializer() {
    return wrapped instanceof StdContainerSerializer<?> container
        ? container.getContentSerializer()
        : null;
  }

  @Override
  public boolean hasSingleElement(T value) {
    return wrapped instanceof StdContainerSerializer<T> container
        && container.hasSingleElement(value);
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
  private <U> TracedSerializer<?> around(ValueSerializer<U> other) {
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
