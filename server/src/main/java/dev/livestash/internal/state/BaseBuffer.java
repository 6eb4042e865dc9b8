package dev.livestash.internal.state;

import dev.livestash.internal.pack.CappedBuffer;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Takes a whole plaintext, and traces which object is where in it. */
public final class BaseBuffer extends CappedBuffer implements Traced {
  /** A smaller value is as cheap to write again as to find. */
  static final int MIN_TRACED_BYTES = 24;

  private static final int COLON_BYTES = 1;
  private static final int BRACE_BYTES = 1;

  private final Trace trace = new Trace();
  private boolean hasIdentities;

  /**
   * An empty buffer.
   *
   * @param capBytes how much it holds at most, positive
   */
  public BaseBuffer(int capBytes) {
    super(capBytes);
  }

  /**
   * An empty buffer with room.
   *
   * @param capBytes how much it holds at most, positive
   * @param expectedBytes how much it takes before it has to grow
   */
  public BaseBuffer(int capBytes, int expectedBytes) {
    super(capBytes, expectedBytes);
  }

  @Override
  public <T> void write(
      T value, JsonGenerator out, SerializationContext context, ValueSerializer<T> serializer) {
    int entry = trace.open(value, serializer, position(out) + Traced.separatorBytes(out));
    serializer.serialize(value, out, context);
    trace.close(entry, position(out), MIN_TRACED_BYTES);
  }

  @Override
  public void hasIdentity() {
    hasIdentities = true;
  }

  private int position(JsonGenerator out) {
    return size() + out.streamWriteOutputBuffered();
  }

  /**
   * What patches are made against. Valid if nothing overflowed.
   *
   * @param claimsBytes how much of the plaintext stands before the state
   * @return the base, which does not hold the plaintext; empty if its objects cannot be written one
   *     by one
   */
  public Optional<Base> base(int claimsBytes) {
    return hasIdentities
        ? Optional.empty()
        : Optional.of(
            Base.traced(Arrays.copyOf(array(), claimsBytes), size(), trace.trimmed(), gaps()));
  }

  /**
   * What patches are made against, if that is what a tab holds already.
   *
   * @param claimsBytes as in {@link #base(int)}
   * @param held the state as the tab holds it
   * @return as {@link #base(int)}; empty, too, if the state that the tab holds has other bytes
   */
  public Optional<Base> base(int claimsBytes, HeldState held) {
    int start = claimsBytes + COLON_BYTES;
    if (hasIdentities || !isStateAt(start, held.newest())) {
      return Optional.empty();
    }
    JsonSlice whole = held.whole();
    int further = held.newest().offset() - start;
    Trace in = trace.trimmed().in(held.copies(), further);
    Gaps gaps = gaps().in(held.copies(), trace, further);
    return Optional.of(Base.traced(Base.claims(whole), whole.bytes().length, in, gaps));
  }

  private boolean isStateAt(int start, JsonSlice json) {
    int end = size() - BRACE_BYTES;
    int jsonEnd = json.offset() + json.length();
    return Arrays.equals(array(), start, end, json.bytes(), json.offset(), jsonEnd);
  }

  private Gaps gaps() {
    return Gaps.of(trace, array(), PatchBuffer.MAX_COMPARED_BYTES);
  }
}
