package dev.livestash.internal.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The members of a frame, each asked for by its type. */
final class Members {
  /** The largest integer that both sides hold exactly: 2^53 - 1. */
  static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  /** A member that is missing or of another type. Checked, and caught within this package. */
  static final class UnfitException extends Exception {
    UnfitException(String why) {
      super(why, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private final Map<String, JsonNode> values = new HashMap<>();
  private @Nullable String params;

  void put(String name, JsonNode value) {
    values.put(name, value);
  }

  void params(String json) {
    params = json;
  }

  /** The text of {@code params}, an object. */
  String params() throws UnfitException {
    if (params == null) {
      throw new UnfitException("no params");
    }
    return params;
  }

  static void require(boolean holds, String member) throws UnfitException {
    if (!holds) {
      throw new UnfitException("bad " + member);
    }
  }

  JsonNode any(String name) throws UnfitException {
    JsonNode value = values.get(name);
    if (value == null) {
      throw new UnfitException("no " + name);
    }
    return value;
  }

  String string(String name) throws UnfitException {
    JsonNode value = any(name);
    require(value.isString(), name);
    return value.stringValue();
  }

  Optional<String> optionalString(String name) throws UnfitException {
    return values.containsKey(name) ? Optional.of(string(name)) : Optional.empty();
  }

  Optional<Boolean> optionalBoolean(String name) throws UnfitException {
    if (!values.containsKey(name)) {
      return Optional.empty();
    }
    JsonNode value = any(name);
    require(value.isBoolean(), name);
    return Optional.of(value.booleanValue());
  }

  OptionalLong optionalInteger(String name) throws UnfitException {
    return values.containsKey(name) ? OptionalLong.of(integer(name)) : OptionalLong.empty();
  }

  long integer(String name) throws UnfitException {
    long value = signedInteger(name);
    require(value >= 0, name);
    return value;
  }

  long signedInteger(String name) throws UnfitException {
    JsonNode value = any(name);
    require(value.isIntegralNumber() && value.canConvertToLong(), name);
    long number = value.longValue();
    require(Math.abs(number) <= MAX_SAFE_INTEGER, name);
    return number;
  }
}
