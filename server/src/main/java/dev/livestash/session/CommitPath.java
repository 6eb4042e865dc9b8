package dev.livestash.session;

import dev.livestash.state.CappedBuffer;
import dev.livestash.state.Compression;
import dev.livestash.state.Compressor;
import dev.livestash.state.StateCodec;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.Sealer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** From a state to its token: encode, compress, seal. */
class CommitPath<S> {
  private final JsonMapper mapper;
  private final ClaimsCodec claimsCodec;
  private final StateCodec<S> stateCodec;
  private final Compression compression;
  private final Compressor compressor;
  private final Sealer sealer;
  private final Settings settings;

  CommitPath(
      JsonMapper mapper,
      ClaimsCodec claimsCodec,
      StateCodec<S> stateCodec,
      Sealer sealer,
      Settings settings) {
    this.mapper = mapper;
    this.claimsCodec = claimsCodec;
    this.stateCodec = stateCodec;
    this.compression = settings.compression();
    this.compressor = Compressor.of(settings.compression());
    this.sealer = sealer;
    this.settings = settings;
  }

  /** What came of a commit. */
  sealed interface Result {
    /** A token, and the size of the state in it as JSON. */
    record Sealed(String token, int stateBytes) implements Result {}

    /** No token, and why: {@code oversize} or {@code unwritable}. */
    record Unsealed(String why) implements Result {}
  }

  Result commit(Claims claims, S state) {
    CappedBuffer plaintext = new CappedBuffer(settings.maxStateBytes());
    int stateBytes;
    try {
      stateBytes = encode(plaintext, claims, state);
    } catch (JacksonException unwritable) {
      return new Result.Unsealed("unwritable");
    }
    if (plaintext.overflowed()) {
      return new Result.Unsealed("oversize");
    }
    byte[] packed = compressor.compress(plaintext.array(), plaintext.size());
    String token = sealer.seal(packed, compression.parameter(), compression.value());
    return token.length() > settings.maxTokenBytes()
        ? new Result.Unsealed("oversize")
        : new Result.Sealed(token, stateBytes);
  }

  private int encode(CappedBuffer plaintext, Claims claims, S state) {
    try (JsonGenerator out = mapper.createGenerator(plaintext)) {
      claimsCodec.write(out, claims);
      out.flush();
      int claimsBytes = plaintext.size();
      stateCodec.write(out, state);
      out.writeEndObject();
      out.flush();
      return plaintext.size() - claimsBytes - ClaimsCodec.AROUND_STATE_BYTES;
    }
  }
}
