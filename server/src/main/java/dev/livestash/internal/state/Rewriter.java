package dev.livestash.internal.state;

import dev.livestash.internal.pack.CappedBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;

/**
 * Writes objects of a base once more, one after the other, as elements of an array that nobody
 * reads: a generator for each would cost as much as a small object.
 */
final class Rewriter implements AutoCloseable {
  private final Trace trace;
  private final CappedBuffer buffer;
  private final JsonGenerator out;

  /**
   * Makes one.
   *
   * @param trace whose objects
   * @param maxBytes how long the longest of them may be
   * @param generators makes a generator, like the one that wrote the base
   */
  Rewriter(Trace trace, int maxBytes, Function<CappedBuffer, JsonGenerator> generators) {
    this.trace = trace;
    this.buffer = new CappedBuffer(maxBytes);
    this.out = generators.apply(buffer);
    out.writeStartArray();
    out.flush();
    buffer.clear();
  }

  /** Its bytes; empty if they are not as many as in the base: it was changed in place. */
  Optional<byte[]> bytes(int entry, SerializationContext context) {
    int separator = Traced.separatorBytes(out);
    trace.writeAgain(entry, out, context);
    out.flush();
    if (buffer.overflowed() || buffer.size() != separator + trace.length(entry)) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(buffer.array(), separator, buffer.size());
    buffer.clear();
    return Optional.of(bytes);
  }

  @Override
  public void close() {
    out.close();
  }
}
