package dev.livestash.internal.render;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.BeanSerializer;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.UnrolledBeanSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Knows which serializers write an object as its members, one by one, and nothing else: no filter,
 * no identity, no members that come from a map, none whose type is another one, and none with a
 * serializer of the application's, which may look at the others.
 */
final class PlainBeans extends SimpleModule {
  private static final long serialVersionUID = 1;

  /** The name of an attribute of what writes a patch. */
  static final String IN_PATCH = "livestash-in-patch";

  /** Classes that Jackson writes in another way. Bounded by the classes of the application. */
  private final transient Set<Class<?>> odd = ConcurrentHashMap.newKeySet();

  /** Whether what is written of an object may depend on what was written before. */
  private final transient AtomicBoolean identities = new AtomicBoolean();

  /** Whether there is what can be written only once. */
  private final transient AtomicBoolean streams = new AtomicBoolean();

  PlainBeans() {
    super("livestash-plain-beans");
    setSerializerModifier(new Modifier(odd, identities, streams));
  }

  /**
   * A patch was about to be made of what can be written only once: before anything was taken out of
   * it.
   */
  static final class StreamInPatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StreamInPatchException() {
      super("a stream, or an iterator", null, false, false);
    }
  }

  private static final class Modifier extends ValueSerializerModifier {
    private static final long serialVersionUID = 1;
    private final transient Set<Class<?>> odd;
    private final transient AtomicBoolean identities;
    private final transient AtomicBoolean streams;

    Modifier(Set<Class<?>> odd, AtomicBoolean identities, AtomicBoolean streams) {
      this.odd = odd;
      this.identities = identities;
      this.streams = streams;
    }

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config,
        BeanDescription.Supplier bean,
        List<BeanPropertyWriter> members) {
      AnnotationIntrospector said = config.getAnnotationIntrospector();
      for (BeanPropertyWriter member : members) {
        if (said.findObjectIdInfo(config, member.getMember()) != null) {
          identities.set(true);
        }
        if (isForeign(said.findSerializer(config, member.getMember())) || isTypedBeside(member)) {
          odd.add(bean.getBeanClass());
        }
      }
      return members;
    }

    /** Of whatever holds it, and also if its declared type does not tell. */
    @Override
    public ValueSerializer<?> modifySerializer(
        SerializationConfig config, BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
      if (isWrittenOnce(bean.getBeanClass())) {
        streams.set(true);
        if (config.getAttributes().getAttribute(IN_PATCH) != null) {
          throw new StreamInPatchException();
        }
      }
      return serializer;
    }

    private static boolean isWrittenOnce(Class<?> type) {
      return BaseStream.class.isAssignableFrom(type) || Iterator.class.isAssignableFrom(type);
    }

    /** Its type is a member of the object that holds it, and is not written without that. */
    private static boolean isTypedBeside(BeanPropertyWriter member) {
      return member.getTypeSerializer() != null
          && member.getTypeSerializer().getTypeInclusion() == JsonTypeInfo.As.EXTERNAL_PROPERTY;
    }

    /** Jackson's own look at what they are given, and at nothing around it. */
    private static boolean isForeign(@Nullable Object serializer) {
      Class<?> type =
          serializer instanceof Class<?> named
              ? named
              : serializer == null ? ValueSerializer.class : serializer.getClass();
      return !type.getName().startsWith("tools.jackson.");
    }

    @Override
    public BeanSerializerBuilder updateBuilder(
        SerializationConfig config, BeanDescription.Supplier bean, BeanSerializerBuilder builder) {
      if (builder.getObjectIdWriter() != null) {
        identities.set(true);
      }
      if (builder.getAnyGetter() != null
          || builder.getFilterId() != null
          || builder.getObjectIdWriter() != null) {
        odd.add(builder.getClassInfo().getRawType());
      }
      return builder;
    }
  }

  /** Whether a class was seen whose objects are written in full once, and then by a name. */
  boolean hasIdentities() {
    return identities.get();
  }

  /** Whether a class was seen whose objects are gone once they are written. */
  boolean hasStreams() {
    return streams.get();
  }

  /** Whether the members that the serializer names are all that it writes of an object. */
  boolean isPlain(ValueSerializer<?> serializer) {
    return (serializer.getClass() == BeanSerializer.class
            || serializer.getClass() == UnrolledBeanSerializer.class)
        && !serializer.usesObjectId()
        && !odd.contains(serializer.handledType())
        && hasPlainMembers(serializer.properties());
  }

  private static boolean hasPlainMembers(Iterator<PropertyWriter> members) {
    while (members.hasNext()) {
      if (members.next().getClass() != BeanPropertyWriter.class) {
        return false;
      }
    }
    return true;
  }
}
