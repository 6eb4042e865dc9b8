package dev.livestash.internal.render;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.jdk.CollectionSerializer;
import tools.jackson.databind.ser.jdk.IndexedListSerializer;
import tools.jackson.databind.ser.jdk.IndexedStringListSerializer;
import tools.jackson.databind.ser.jdk.MapSerializer;
import tools.jackson.databind.ser.jdk.ObjectArraySerializer;
import tools.jackson.databind.ser.jdk.StringArraySerializer;
import tools.jackson.databind.ser.jdk.StringCollectionSerializer;
import tools.jackson.databind.ser.std.StdContainerSerializer;

/** How Jackson writes what members and containers hold. */
final class Contents {
  private static final Set<Class<?>> SEQUENCES =
      Set.of(
          IndexedListSerializer.class,
          CollectionSerializer.class,
          ObjectArraySerializer.class,
          IndexedStringListSerializer.class,
          StringCollectionSerializer.class,
          StringArraySerializer.class);

  private static final String PLAIN_KEYS = "tools.jackson.databind.ser.jdk.JDKKeySerializers$";

  /** In which of two renders a member is written. */
  enum Presence {
    BOTH,
    GONE,
    UNKNOWN
  }

  private final SerializationContext context;

  private final Usual usual;

  Contents(Usual usual, SerializationContext context) {
    this.usual = usual;
    this.context = context;
  }

  /** Whether a serializer writes all of a sequence's elements, and only these. */
  boolean isSequence(ValueSerializer<?> serializer) {
    return SEQUENCES.contains(serializer.getClass())
        && !context.isEnabled(SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED);
  }

  /** Whether two containers are written in the same way, and in the order in which they are. */
  boolean areAlike(Object before, Object now) {
    return usual.isUsual(before.getClass(), context)
        && usual.isUsual(now.getClass(), context)
        && !(now instanceof Set && context.isEnabled(SerializationFeature.ORDER_SET_ELEMENTS))
        && (before.getClass() == now.getClass() || areWrittenAlike(before, now));
  }

  private boolean areWrittenAlike(Object before, Object now) {
    return context.findPrimaryPropertySerializer(before.getClass(), null).getClass()
        == context.findPrimaryPropertySerializer(now.getClass(), null).getClass();
  }

  boolean isUsual(BeanPropertyWriter member) {
    return usual.isUsual(member, context);
  }

  /** Whether a container's JSON may be something else than all that it holds, in its place. */
  boolean isAltered(@Nullable BeanProperty member) {
    if (member == null) {
      return !isAll(context.getConfig().getDefaultPropertyInclusion().getContentInclusion());
    }
    JsonFormat.Value format = member.findPropertyFormat(context.getConfig(), Object.class);
    return !isAll(
            member.findPropertyInclusion(context.getConfig(), Object.class).getContentInclusion())
        || format.hasShape()
        || format.getFeature(JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) != null
        || format.getFeature(JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES) != null;
  }

  private static boolean isAll(JsonInclude.Include inclusion) {
    return inclusion == JsonInclude.Include.ALWAYS || inclusion == JsonInclude.Include.USE_DEFAULTS;
  }

  Presence presence(BeanPropertyWriter member, @Nullable Object before, @Nullable Object now) {
    JsonInclude.Include inclusion =
        member.findPropertyInclusion(context.getConfig(), Object.class).getValueInclusion();
    if (mayLeaveOutEmpty(member)) {
      return Presence.UNKNOWN;
    }
    if (isAll(inclusion)
        || (inclusion == JsonInclude.Include.NON_NULL && before != null && now != null)) {
      return Presence.BOTH;
    }
    return inclusion == JsonInclude.Include.NON_NULL && now == null
        ? Presence.GONE
        : Presence.UNKNOWN;
  }

  private boolean mayLeaveOutEmpty(BeanPropertyWriter member) {
    return member.getType().isContainerType()
        && !context.isEnabled(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS);
  }

  /** What writes a member's value, which has no type of its own to be written. */
  ValueSerializer<?> serializer(BeanPropertyWriter member, Object value) {
    ValueSerializer<?> known = member.getSerializer();
    if (known != null) {
      return known;
    }
    JavaType type = member.getType();
    return type.hasGenericTypes()
        ? context.findPrimaryPropertySerializer(
            context.constructSpecializedType(type, value.getClass()), member)
        : context.findPrimaryPropertySerializer(value.getClass(), member);
  }

  /** What writes an element or a map's value. */
  @SuppressWarnings("unchecked") // it writes values of this class
  ValueSerializer<Object> serializer(
      ValueSerializer<?> container, @Nullable Object value, @Nullable BeanProperty member) {
    if (value == null) {
      return context.findNullValueSerializer(member);
    }
    if (!(container instanceof StdContainerSerializer<?> known)) {
      return context.findContentValueSerializer(value.getClass(), member);
    }
    if (known.getContentSerializer() != null) {
      return (ValueSerializer<Object>) known.getContentSerializer();
    }
    JavaType type = known.getContentType();
    return type != null && type.hasGenericTypes()
        ? context.findContentValueSerializer(
            context.constructSpecializedType(type, value.getClass()), member)
        : context.findContentValueSerializer(value.getClass(), member);
  }

  /** Whether something is said of all that are of the class of what a map holds. */
  boolean isOverridden(MapSerializer map) {
    JavaType type = map.getContentType();
    return type != null && !Usual.isNotOverridden(type.getRawClass(), context);
  }

  /** Whether what a container holds is written with its type. */
  boolean isTyped(ValueSerializer<?> container) {
    return container instanceof StdContainerSerializer<?> known
        && known.getContentType() != null
        && context.findTypeSerializer(known.getContentType()) != null;
  }

  boolean hasPlainKeys(MapSerializer map) {
    ValueSerializer<?> keys = map.getKeySerializer();
    // Of a map of any keys, it looks for theirs when it writes them.
    return (keys == null || isPlain(keys))
        && isPlain(context.findKeySerializer(String.class, null));
  }

  private static boolean isPlain(ValueSerializer<?> keys) {
    return keys.getClass().getName().startsWith(PLAIN_KEYS);
  }
}
