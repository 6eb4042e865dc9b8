package dev.livestash.internal.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the claims as members of a JSON object whose last member is the state, or the key under
 * which it rests, and reads them back.
 */
public final class ClaimsCodec {
  /** What stands around the state's JSON after {@link #write}: the colon and the closing brace. */
  public static final int AROUND_STATE_BYTES = 2;

  private static final String STATE = "state";
  private static final String REST = "rest";
  private static final int MAX_KEY_CHARS = 128;
  private static final int MAX_CLAIMS = 16;

  private final JsonFactory parsers;

  /**
   * The codec.
   *
   * @param mapper makes the parsers; they have no limits, for a state may begin with a long number
   */
  public ClaimsCodec(JsonMapper mapper) {
    StreamReadConstraints unlimited =
        StreamReadConstraints.builder()
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    this.parsers = mapper.tokenStreamFactory().rebuild().streamReadConstraints(unlimited).build();
  }

  /**
   * Writes the object's start, its claims, and the name of the state member; the state and the
   * object's end are the caller's.
   *
   * @param out where to
   * @param claims the claims
   */
  public void write(JsonGenerator out, Claims claims) {
    writeClaims(out, claims);
    out.writeName(STATE);
  }

  /**
   * Writes the whole object of a token that has no state, but names where it rests.
   *
   * @param out where to
   * @param claims the claims
   * @param key names the sealed snapshot in a store, at most 128 characters
   */
  public void writeReference(JsonGenerator out, Claims claims, String key) {
    writeClaims(out, claims);
    out.writeStringProperty(REST, key);
    out.writeEndObject();
  }

  private static void writeClaims(JsonGenerator out, Claims claims) {
    out.writeStartObject();
    out.writeStringProperty("iss", claims.iss());
    out.writeStringProperty("aud", claims.aud());
    claims.sub().ifPresent(sub -> out.writeStringProperty("sub", sub));
    out.writeStringProperty("sid", claims.sid());
    out.writeStringProperty("own", claims.own());
    out.writeNumberProperty("ver", claims.ver());
    out.writeNumberProperty("sst", claims.sst());
    // What changes from snapshot to snapshot stands side by side, so that a patch need name one
    // place only.
    out.writeNumberProperty("gen", claims.gen());
    out.writeNumberProperty("seq", claims.seq());
    out.writeNumberProperty("seen", claims.seen());
    out.writeNumberProperty("iat", claims.iat());
    out.writeNumberProperty("exp", claims.exp());
    if (!claims.refused().isEmpty()) {
      out.writeStringProperty("refused", Refused.text(claims.refused()));
    }
    claims.shown().ifPresent(shown -> out.writeStringProperty("shown", shown));
  }

  /**
   * Reads the claims and finds the state, without reading it.
   *
   * @param plaintext what a token held
   * @return the claims, and where the state starts or rests; empty if this is neither what {@link
   *     #write} nor what {@link #writeReference} wrote
   */
  public Optional<Parsed> read(byte[] plaintext) {
    try (JsonParser in = parsers.createParser(ObjectReadContext.empty(), plaintext)) {
      return read(in, plaintext.length);
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Parsed> read(JsonParser in, int length) {
    Map<String, Object> members = new HashMap<>();
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    while (in.nextToken() == JsonToken.PROPERTY_NAME && members.size() < MAX_CLAIMS) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals(STATE)) {
        int start = (int) in.currentTokenLocation().getByteOffset();
        return claims(members)
            .map(claims -> new Parsed.Snapshot(claims, start, length - 1 - start));
      }
      if (name.equals(REST)) {
        return value == JsonToken.VALUE_STRING ? reference(members, in) : Optional.empty();
      }
      Optional<Object> claim = claim(in, value);
      if (claim.isEmpty() || members.put(name, claim.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<Object> claim(JsonParser in, JsonToken value) {
    return switch (value) {
      case VALUE_STRING -> Optional.of(in.getString());
      case VALUE_NUMBER_INT -> Optional.of(in.getLongValue());
      default -> Optional.empty();
    };
  }

  private static Optional<Parsed> reference(Map<String, Object> members, JsonParser in) {
    String key = in.getString();
    boolean isLast = in.nextToken() == JsonToken.END_OBJECT && in.nextToken() == null;
    return isLast && key.length() <= MAX_KEY_CHARS
        ? claims(members).map(claims -> new Parsed.Reference(claims, key))
        : Optional.empty();
  }

  private static Optional<Claims> claims(Map<String, Object> members) {
    try {
      return Optional.of(
          new Claims(
              string(members, "iss"),
              string(members, "aud"),
              optional(members, "sub"),
              string(members, "sid"),
              string(members, "own"),
              number(members, "gen"),
              number(members, "seq"),
              number(members, "seen"),
              Math.toIntExact(number(members, "ver")),
              number(members, "iat"),
              number(members, "exp"),
              number(members, "sst"),
              refused(members),
              optional(members, "shown")));
    } catch (MissingClaimException | ClassCastException | ArithmeticException unfit) {
      return Optional.empty();
    }
  }

  private static List<Refused> refused(Map<String, Object> members) {
    Object text = members.get("refused");
    return text == null
        ? List.of()
        : Refused.read((String) text).orElseThrow(MissingClaimException::new);
  }

  private static Optional<String> optional(Map<String, Object> members, String name) {
    return Optional.ofNullable(members.get(name)).map(String.class::cast);
  }

  private static String string(Map<String, Object> members, String name) {
    return (String) present(members, name);
  }

  private static long number(Map<String, Object> members, String name) {
    return (Long) present(members, name);
  }

  private static Object present(Map<String, Object> members, String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new MissingClaimException();
    }
    return value;
  }

  private static final class MissingClaimException extends RuntimeException {}

  /** What was in a plaintext. */
  public sealed interface Parsed {
    /**
     * What the token says about its state.
     *
     * @return the claims
     */
    Claims claims();

    /**
     * The claims of a plaintext and where its state is.
     *
     * @param claims the claims
     * @param stateOffset where the state's JSON starts
     * @param stateLength its length in bytes
     */
    record Snapshot(Claims claims, int stateOffset, int stateLength) implements Parsed {}

    /**
     * The claims of a plaintext and where its state rests.
     *
     * @param claims the claims
     * @param key names the sealed snapshot in a store
     */
    record Reference(Claims claims, String key) implements Parsed {}
  }
}
