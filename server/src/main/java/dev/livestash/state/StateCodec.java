package dev.livestash.state;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a state as JSON and binds JSON to a state.
 *
 * @param <S> the state
 */
public final class StateCodec<S> {
  private final JsonMapper mapper;
  private final ObjectWriter writer;
  private final ObjectReader reader;

  /**
   * Makes the codec of one class.
   *
   * @param mapper writes and reads it
   * @param type the state's class
   */
  public StateCodec(JsonMapper mapper, Class<S> type) {
    this.mapper = mapper.rebuild().addModule(new TracingModule()).build();
    this.writer = this.mapper.writerFor(type);
    this.reader = mapper.readerFor(type);
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
  public Bound<S> bind(JsonSlice json) {
    try {
      S state = reader.readValue(json.bytes(), json.offset(), json.length());
      return state == null ? new Bound.Unfit<>("the state is null") : new Bound.Fit<>(state);
    } catch (JacksonException unfit) {
      return new Bound.Unfit<>(unfit.getClass().getSimpleName());
    }
  }
}
