package dev.livestash.internal.state;

import dev.livestash.internal.pack.CappedBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Writes a state as JSON and binds JSON to a state.
 *
 * @param <S> the state
 */
public final class StateCodec<S> {
  private final JsonMapper mapper;
  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final ObjectReader trees;

  /**
   * Makes the codec of one class.
   *
   * @param mapper writes and reads it
   * @param type the state's class
   */
  public StateCodec(JsonMapper mapper, Class<S> type) {
    this.mapper =
        mapper
            .rebuild()
            .addModule(new TracingModule())
            // Where a value starts must be known to the byte, and spaces cost.
            .disable(SerializationFeature.INDENT_OUTPUT)
            .build();
    this.writer = this.mapper.writerFor(type);
    this.reader = mapper.readerFor(type);
    // A tree must hold every number as it is written: it may be bound to a decimal later.
    this.trees =
        mapper
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /**
   * Makes a generator for {@link #write}.
   *
   * @param target takes the bytes; a {@link BaseBuffer} or {@link PatchBuffer} is told of the
   *     objects too
   * @return the generator
   */
  public JsonGenerator generator(CappedBuffer target) {
    return mapper.createGenerator(target);
  }

  /**
   * Writes the state as one JSON value.
   *
   * @param out where to
   * @param state the state
   * @throws JacksonException if Jackson cannot write the class
   */
  public void write(JsonGenerator out, S state) {
    writer.writeValue(out, state);
  }

  /**
   * Binds one JSON value to the state's class.
   *
   * @param json holds the value
   * @return the state, or why it does not bind
   */
  public BindResult<S> bind(JsonSlice json) {
    return bound(() -> reader.readValue(json.bytes(), json.offset(), json.length()));
  }

  /**
   * Binds a tree to the state's class.
   *
   * @param tree the value
   * @return the state, or why it does not bind
   */
  public BindResult<S> bind(JsonNode tree) {
    return bound(() -> reader.readValue(tree));
  }

  private static <S> BindResult<S> bound(Supplier<@Nullable S> read) {
    try {
      S state = read.get();
      return state == null
          ? new BindResult.Unfit<>("the state is null")
          : new BindResult.Fit<>(state);
    } catch (JacksonException unfit) {
      return new BindResult.Unfit<>(unfit.getClass().getSimpleName());
    }
  }

  /**
   * Reads one JSON value as a tree, which costs several times its bytes.
   *
   * @param json holds the value
   * @return the tree, a missing node if this is no JSON
   */
  public JsonNode tree(JsonSlice json) {
    try {
      return trees.readValue(json.bytes(), json.offset(), json.length());
    } catch (JacksonException malformed) {
      return MissingNode.getInstance();
    }
  }
}
