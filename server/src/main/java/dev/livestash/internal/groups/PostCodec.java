package dev.livestash.internal.groups;

import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as texts and back: an array of the version, the node, the number, and then the group,
 * the name and the data. What comes may be anything: the limits hold while it is read.
 */
final class PostCodec {
  private static final int VERSION = 1;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_LENGTH = 1000;

  /** What stands around the data, with names of which each character is an escape. */
  private static final int MAX_FRAME_LENGTH = 2048;

  /** The version, the node and the number, the brackets around, the group, the name. */
  private static final int FRAME_TOKENS = 8;

  private static final int FRAME_DEPTH = 1;

  private static final int MAX_ORIGIN_LENGTH = 64;

  /** Reads data: what passes here, before it is sent, passes on each node as part of a message. */
  private final JsonMapper mapper;

  private final JsonMapper messages;
  private final int maxBytes;

  PostCodec(int maxBytes, int maxTokens) {
    this.maxBytes = maxBytes;
    this.mapper = mapper(MAX_DEPTH, maxTokens);
    this.messages = mapper(MAX_DEPTH + FRAME_DEPTH, maxTokens + FRAME_TOKENS);
  }

  private static JsonMapper mapper(int maxDepth, int maxTokens) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxTokenCount(maxTokens)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .build())
        // As in a state: a decimal has all of its digits.
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  String encode(Post post) {
    String head = "[" + VERSION + "," + quoted(post.origin()) + "," + post.n();
    return post.isMark()
        ? head + "]"
        : head + "," + quoted(post.group()) + "," + quoted(post.name()) + "," + post.json() + "]";
  }

  private String quoted(String text) {
    return mapper.writeValueAsString(text);
  }

  /** Reads what has come; empty if it is none of ours, or over a limit. */
  Optional<Post> decode(String text) {
    if (text.length() - MAX_FRAME_LENGTH > maxBytes) {
      return Optional.empty();
    }
    try (JsonParser in = messages.createParser(text)) {
      return post(in, text);
    } catch (RuntimeException foreign) {
      // A parser's own limits, and whatever else it may throw at what a stranger sends.
      return Optional.empty();
    }
  }

  private static Optional<Post> post(JsonParser in, String text) {
    boolean isOurs =
        in.nextToken() == JsonToken.START_ARRAY
            && in.nextToken() == JsonToken.VALUE_NUMBER_INT
            && in.getIntValue() == VERSION
            && in.nextToken() == JsonToken.VALUE_STRING
            && in.getString().length() <= MAX_ORIGIN_LENGTH;
    if (!isOurs) {
      return Optional.empty();
    }
    String origin = in.getString();
    if (in.nextToken() != JsonToken.VALUE_NUMBER_INT) {
      return Optional.empty();
    }
    long n = in.getLongValue();
    if (in.nextToken() == JsonToken.END_ARRAY) {
      return ended(in, Post.mark(origin, n));
    }
    return message(in, text, origin, n);
  }

  private static Optional<Post> message(JsonParser in, String text, String origin, long n) {
    String group = in.currentToken() == JsonToken.VALUE_STRING ? in.getString() : "";
    String name = in.nextToken() == JsonToken.VALUE_STRING ? in.getString() : "";
    if (!Names.isGroup(group) || !Names.isName(name) || in.nextToken() == null) {
      return Optional.empty();
    }
    int start = (int) in.currentTokenLocation().getCharOffset();
    in.skipChildren();
    // Of a scalar, the parser may not have come to its end yet.
    JsonToken next = in.nextToken();
    int end = (int) in.currentTokenLocation().getCharOffset();
    return next == JsonToken.END_ARRAY
        ? ended(in, new Post(origin, n, group, name, text.substring(start, end)))
        : Optional.empty();
  }

  private static Optional<Post> ended(JsonParser in, Post post) {
    return in.nextToken() == null ? Optional.of(post) : Optional.empty();
  }

  /** The data as a tree; empty if it is no JSON, or over a limit. */
  Optional<JsonNode> tree(String json) {
    if (json.length() > maxBytes) {
      return Optional.empty();
    }
    try {
      return Optional.of(mapper.readTree(json));
    } catch (RuntimeException foreign) {
      return Optional.empty();
    }
  }
}
