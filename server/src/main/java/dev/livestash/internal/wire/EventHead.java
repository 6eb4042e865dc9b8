package dev.livestash.internal.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the number of an event that is not fit otherwise, so that it can be settled: a tab would
 * send it again and again if the socket were closed instead.
 */
final class EventHead {
  /**
   * Each level is an object while it is looked through: a frame of brackets that is as long as a
   * token would take sixty times that. No event is nested so deep.
   */
  private static final int MAX_DEPTH = 1 << 16;

  /**
   * A frame is bounded, so that little else in it need be. It is only looked through, never kept.
   */
  private final JsonFactory frames =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          // A table of all names so far would keep what strangers have sent.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  /**
   * The number of the event in this frame; empty if that is none, or not JSON, or has no number, or
   * more than one, or several names.
   */
  OptionalLong number(String text) {
    try (JsonParser in = frames.createParser(ObjectReadContext.empty(), text)) {
      return in.nextToken() == JsonToken.START_OBJECT ? number(in) : OptionalLong.empty();
    } catch (JacksonException notJson) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong number(JsonParser in) {
    List<OptionalLong> numbers = new ArrayList<>(1);
    List<Boolean> isEvent = new ArrayList<>(1);
    for (Optional<String> name = member(in); name.isPresent(); name = member(in)) {
      if (name.get().equals("t")) {
        isEvent.add(isEvent(in));
      } else if (name.get().equals("n")) {
        numbers.add(safeInteger(in));
      }
      in.skipChildren();
    }
    boolean isOneEvent = isEvent.equals(List.of(true)) && numbers.size() == 1;
    return isOneEvent && in.nextToken() == null ? numbers.get(0) : OptionalLong.empty();
  }

  private static boolean isEvent(JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_STRING && in.getString().equals("event");
  }

  /** Moves to the next member's value. */
  private static Optional<String> member(JsonParser in) {
    if (in.nextToken() != JsonToken.PROPERTY_NAME) {
      return Optional.empty();
    }
    String name = in.currentName();
    in.nextToken();
    return Optional.of(name);
  }

  private static OptionalLong safeInteger(JsonParser in) {
    boolean isShort = in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getStringLength() < 18;
    if (!isShort) {
      return OptionalLong.empty();
    }
    long n = in.getLongValue();
    return n != 0 && Math.abs(n) <= Members.MAX_SAFE_INTEGER
        ? OptionalLong.of(n)
        : OptionalLong.empty();
  }
}
