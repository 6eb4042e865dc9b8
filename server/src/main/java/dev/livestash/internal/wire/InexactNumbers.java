package dev.livestash.internal.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Finds the numbers that a browser does not hold as they are: its only type of number is a double
 * (IEEE 754).
 */
final class InexactNumbers {
  private static final BigInteger MAX_SAFE = BigInteger.valueOf(Members.MAX_SAFE_INTEGER);

  private final FrameCodec.NumberListener listener;
  private final JsonFactory parsers =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  InexactNumbers(FrameCodec.NumberListener listener) {
    this.listener = listener;
  }

  /** Those of a frame that is sent. */
  void find(String frame, byte[] json) {
    try (JsonParser in = parsers.createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token.isNumeric() && !isExact(token, in.getString())) {
          String path = in.streamReadContext().pathAsPointer().toString();
          listener.inexact(frame, path, in.getString());
        }
      }
    } catch (JacksonException unreadable) {
      // Only the reader refuses it (half a surrogate pair in a name): a browser does not.
      return;
    }
  }

  private static boolean isExact(JsonToken token, String number) {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return isSafe(new BigInteger(number));
    }
    double held = Double.parseDouble(number);
    return Double.isFinite(held)
        && new BigDecimal(Double.toString(held)).compareTo(new BigDecimal(number)) == 0;
  }

  private static boolean isSafe(BigInteger number) {
    return number.abs().compareTo(MAX_SAFE) <= 0;
  }

  /** Those of a value that came with a frame, and need not be what the page meant. */
  void find(String frame, String path, JsonNode value) {
    if (value.isIntegralNumber() && !isSafe(value.bigIntegerValue())) {
      listener.inexact(frame, path, value.asString());
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        find(frame, path + "/" + i, value.get(i));
      }
    } else if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        find(frame, path + "/" + member.getKey(), member.getValue());
      }
    }
  }
}
