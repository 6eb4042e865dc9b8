package dev.livestash.internal.state;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * Makes a mapper tell a {@link Traced} target of every bean, collection, array and map that it
 * writes.
 */
final class TracingModule extends SimpleModule {
  private static final long serialVersionUID = 1;

  TracingModule() {
    super("livestash-tracing");
    setSerializerModifier(new Modifier());
  }

  private static final class Modifier extends ValueSerializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public ValueSerializer<?> modifySerializer(
        SerializationConfig config, BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
      return serializer instanceof BeanSerializerBase ? traced(serializer) : serializer;
    }

    @Override
    public ValueSerializer<?> modifyArraySerializer(
        SerializationConfig config,
        ArrayType type,
        BeanDescription.Supplier bean,
        ValueSerializer<?> serializer) {
      return traced(serializer);
    }

    @Override
    public ValueSerializer<?> modifyCollectionSerializer(
        SerializationConfig config,
        CollectionType type,
        BeanDescription.Supplier bean,
        ValueSerializer<?> serializer) {
      return traced(serializer);
    }

    @Override
    public ValueSerializer<?> modifyMapSerializer(
        SerializationConfig config,
        MapType type,
        BeanDescription.Supplier bean,
        ValueSerializer<?> serializer) {
      return traced(serializer);
    }

    private static <T> ValueSerializer<T> traced(ValueSerializer<T> serializer) {
      return new TracedSerializer<>(serializer);
    }
  }
}
