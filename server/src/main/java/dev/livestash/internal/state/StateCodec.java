package dev.livestash.internal.state;

import dev.livestash.internal.pack.CappedBuffer;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
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
  private final SureEquality equality = new SureEquality();

  /**
   * Makes the codec of one type.
   *
   * @param application writes and reads it; is not changed
   * @param type the state's type
   * @throws IllegalArgumentException if a state of this type cannot be written and read back: which
   *     part of it, why, and what to do
   */
  public StateCodec(JsonMapper application, Type type) {
    TypeCheck.check(application);
    this.mapper = StateMapper.of(application);
    JavaType state = mapper.constructType(type);
    TypeCheck.check(mapper, state);
    this.writer = mapper.writerFor(state);
    this.reader = mapper.readerFor(state);
    this.trees = mapper.readerFor(JsonNode.class);
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
   * Makes a buffer for {@link #write} that takes what is new.
   *
   * @param base what the patch is made against
   * @param maxNewBytes how much it takes at most that the base has not, positive
   * @return the buffer, empty
   */
  public PatchBuffer patchBuffer(Base base, int maxNewBytes) {
    return new PatchBuffer(base, maxNewBytes, this::generator, equality);
  }

  /**
   * Writes the state as one JSON value.
   *
   * @param out where to
   * @param state the state
   * @throws UnwritableException if it cannot be written
   */
  public void write(JsonGenerator out, S state) {
    try {
      writer.writeValue(out, state);
    } catch (RuntimeException | Error thrown) {
      // A state's getters are the application's code, so that anything may be thrown.
      throw new UnwritableException(thrown);
    }
  }

  /**
   * Binds one JSON value to the state's type.
   *
   * @param json holds the value
   * @return the state, or why it does not bind
   */
  public BindResult<S> bind(JsonSlice json) {
    return bound(() -> read(reader, json));
  }

  /**
   * Binds a tree to the state's type.
   *
   * @param tree the value
   * @return the state, or why it does not bind
   */
  public BindResult<S> bind(JsonNode tree) {
    return bound(() -> reader.readValue(tree));
  }

  /** A state's constructors are the application's code, so that anything may be thrown. */
  private static <S> BindResult<S> bound(Supplier<@Nullable S> read) {
    try {
      S state = read.get();
      return state == null
          ? new BindResult.Unfit<>(Failure.of("the state is null"))
          : new BindResult.Fit<>(state);
    } catch (RuntimeException | Error unfit) {
      return new BindResult.Unfit<>(Failure.of(unfit));
    }
  }

  /** What cannot be read at once has, perhaps, a name with half a surrogate pair. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as Jackson has it
  private static <T extends @Nullable Object> T read(ObjectReader reader, JsonSlice json) {
    try {
      return reader.readValue(json.bytes(), json.offset(), json.length());
    } catch (StreamReadException unread) {
      String text = new String(json.bytes(), json.offset(), json.length(), StandardCharsets.UTF_8);
      return reader.readValue(Surrogates.unescaped(text));
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
      return read(trees, json);
    } catch (JacksonException malformed) {
      return MissingNode.getInstance();
    }
  }

  /**
   * What a state would be if it came back from a token.
   *
   * @param state the state, not changed
   * @param maxBytes how much JSON it may have
   * @return another object, or why there is none
   */
  public BindResult<S> copy(S state, int maxBytes) {
    CappedBuffer json = new CappedBuffer(maxBytes);
    try (JsonGenerator out = generator(json)) {
      write(out, state);
    } catch (UnwritableException unwritable) {
      return new BindResult.Unfit<>(unwritable.why());
    }
    return json.overflowed()
        ? new BindResult.Unfit<>(Failure.of("it has more JSON than maxStateBytes allows"))
        : bind(new JsonSlice(json.array(), 0, json.size()));
  }

  /**
   * What a state does not get back.
   *
   * @param was the state that was written
   * @param is the state that was read
   * @return the differences, at most 16; none if the two are the same
   */
  public List<Difference> differences(S was, S is) {
    return Comparison.of(was, is, this::isSameJson);
  }

  /** What Jackson takes for an object with members may have others that it does not see. */
  private boolean isSameJson(Object was, Object is) {
    try {
      JsonNode one = tree(was);
      return !one.isObject() && one.equals(StateCodec::compareNumbers, tree(is));
    } catch (JacksonException unwritable) {
      return false;
    }
  }

  private JsonNode tree(Object value) {
    byte[] json = mapper.writeValueAsBytes(value);
    return tree(new JsonSlice(json, 0, json.length));
  }

  private static int compareNumbers(JsonNode one, JsonNode other) {
    return Numbers.isSame(one, other) ? 0 : 1;
  }
}
