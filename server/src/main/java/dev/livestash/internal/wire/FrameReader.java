package dev.livestash.internal.wire;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the members of a stranger's frame, once from its start to its end. The limits hold while it
 * reads, so that nothing over one is ever made a tree of.
 */
final class FrameReader {
  /** The one member that becomes a tree. */
  private static final String DATA = "data";

  /** The one that is given back as it came. */
  private static final String PARAMS = "params";

  /** Stands for an array or an object that no frame has there. */
  private static final JsonNode SKIPPED = JsonNodeFactory.instance.missingNode();

  private final JsonMapper mapper;

  FrameReader(int maxTokens) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(FrameCodec.MAX_DEPTH)
            .maxNumberLength(FrameCodec.MAX_NUMBER_LENGTH)
            .maxTokenCount(maxTokens)
            // The frame is bounded, and with it its names and strings.
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    this.mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    // A table of all names so far would keep what strangers have sent.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A member's value is followed by the next member.
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /** Reads frames, and what of them is made a tree of later. */
  JsonMapper mapper() {
    return mapper;
  }

  /**
   * Reads a frame.
   *
   * @throws RuntimeException if it is not JSON, or over a limit
   */
  Members read(String text) throws Members.UnfitException {
    try (JsonParser in = mapper.createParser(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new Members.UnfitException("not a JSON object");
      }
      Members members = new Members();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        member(members, name, in, text);
      }
      if (in.nextToken() != null) {
        throw new Members.UnfitException("more than one JSON object");
      }
      return members;
    }
  }

  private void member(Members members, String name, JsonParser in, String text)
      throws Members.UnfitException {
    if (in.currentToken().isScalarValue() || name.equals(DATA)) {
      members.put(name, mapper.readTree(in));
    } else if (in.currentToken() == JsonToken.START_OBJECT && name.equals(PARAMS)) {
      members.params(params(in, text));
    } else {
      in.skipChildren();
      members.put(name, SKIPPED);
    }
  }

  private String params(JsonParser in, String text) throws Members.UnfitException {
    int start = (int) in.currentTokenLocation().getCharOffset();
    in.skipChildren();
    String json = text.substring(start, (int) in.currentLocation().getCharOffset());
    if (json.getBytes(StandardCharsets.UTF_8).length > FrameCodec.MAX_PARAMS_BYTES) {
      throw new Members.UnfitException("params are over the limit");
    }
    var unused = mapper.readTree(json); // what the application is given later can be read
    return json;
  }
}
