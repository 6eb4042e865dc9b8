package dev.livestash.internal.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * A mapper's contexts, which know how it reads and writes each type, but which it shows only to
 * what it calls.
 */
final class Contexts {
  private Contexts() {}

  /** Cannot be read, so that the mapper asks what to do. */
  private interface Unreadable {}

  static DeserializationContext reading(JsonMapper mapper) {
    ReadingProbe probe = new ReadingProbe();
    var unused = mapper.readerFor(Unreadable.class).withHandler(probe).readValue("0");
    return Objects.requireNonNull(probe.context, "a mapper asks its handlers");
  }

  static SerializationContext writing(JsonMapper mapper) {
    WritingProbe probe = new WritingProbe();
    var unused = mapper.writeValueAsBytes(probe);
    return Objects.requireNonNull(probe.context, "a mapper asks what writes itself");
  }

  private static final class ReadingProbe extends DeserializationProblemHandler {
    private @Nullable DeserializationContext context;

    @Override
    public Object handleMissingInstantiator(
        DeserializationContext asked,
        Class<?> type,
        @Nullable ValueInstantiator maker,
        @Nullable JsonParser in,
        String why) {
      context = asked;
      return new Unreadable() {};
    }
  }

  private static final class WritingProbe implements JacksonSerializable {
    private @Nullable SerializationContext context;

    @Override
    public void serialize(JsonGenerator out, SerializationContext asked) {
      context = asked;
      out.writeNull();
    }

    @Override
    public void serializeWithType(
        JsonGenerator out, SerializationContext asked, TypeSerializer types) {
      serialize(out, asked);
    }
  }
}
