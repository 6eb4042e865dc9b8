package dev.livestash.bench;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.token.ClaimsCodec;
import org.jspecify.annotations.NullMarked;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The very bytes that a token of ours holds, written and read by plain Jackson in one pass. */
@NullMarked
final class Plaintext<S> {
  private static final int MAX_BYTES = 16 << 20;

  private final JsonMapper mapper = Paths.MAPPER;
  private final ClaimsCodec claims = new ClaimsCodec(mapper);
  private final S state;
  private final ObjectWriter writer;
  private final ObjectReader reader;
  private int expectedBytes = 1024;

  Plaintext(Sample<S> sample) {
    this.state = sample.state();
    this.writer = mapper.writerFor(sample.type());
    this.reader =
        mapper
            .readerFor(sample.type())
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS); // a brace stands behind it
  }

  /** Into a buffer that has the right size from the second time on. */
  CappedBuffer write() {
    CappedBuffer target = new CappedBuffer(MAX_BYTES, expectedBytes);
    try (JsonGenerator out = mapper.createGenerator(target)) {
      claims.write(out, Paths.claims(1));
      writer.writeValue(out, state);
      out.writeEndObject();
    }
    expectedBytes = target.size();
    return target;
  }

  Object read(byte[] plaintext) {
    try (JsonParser in = mapper.createParser(plaintext)) {
      while (!(in.nextToken() == JsonToken.PROPERTY_NAME && in.currentName().equals("state"))) {
        // the claims
      }
      in.nextToken();
      return reader.readValue(in);
    }
  }
}
