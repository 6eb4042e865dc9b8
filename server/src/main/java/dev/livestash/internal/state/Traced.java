package dev.livestash.internal.state;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** A target of JSON that wants to know which object is written where. */
interface Traced {
  /** Writes a value, or what stands for it. */
  <T> void write(
      T value, JsonGenerator out, SerializationContext context, ValueSerializer<T> serializer);

  /**
   * The value is written in full at its first place only ({@code @JsonIdentityInfo}), so that its
   * bytes depend on what stands before it: there is no patch.
   */
  void hasIdentity();

  /** How many bytes the generator puts before its next value: a comma, a colon, or nothing. */
  static int separatorBytes(JsonGenerator out) {
    return out.streamWriteContext().inObject() || out.streamWriteContext().getEntryCount() > 0
        ? 1
        : 0;
  }
}
