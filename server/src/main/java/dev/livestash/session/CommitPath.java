package dev.livestash.session;

import dev.livestash.fence.Mark;
import dev.livestash.state.BaseBuffer;
import dev.livestash.state.CappedBuffer;
import dev.livestash.state.Compression;
import dev.livestash.state.Compressor;
import dev.livestash.state.PatchBuffer;
import dev.livestash.state.StateCodec;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.Sealer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * From a state to its token: encode, compress, seal. The token is whole, or, where the tab holds a
 * base and little has changed since, a patch against it.
 */
class CommitPath<S> {
  /** What a patch may hold of new bytes, before equal ones are cut off, beyond its base's size. */
  private static final int SLACK_BYTES = 4096;

  private final ClaimsCodec claimsCodec;
  private final StateCodec<S> stateCodec;
  private final Compression compression;
  private final Compressor compressor;
  private final Sealer sealer;
  private final Settings settings;
  private final PatchCheck<S> check;

  CommitPath(ClaimsCodec claimsCodec, StateCodec<S> stateCodec, Sealer sealer, Settings settings) {
    this.claimsCodec = claimsCodec;
    this.stateCodec = stateCodec;
    this.compression = settings.compression();
    this.compressor = Compressor.of(settings.compression());
    this.sealer = sealer;
    this.settings = settings;
    this.check = new PatchCheck<>(this::encode, settings.maxStateBytes());
  }

  /** What came of a commit. */
  sealed interface Result {
    /**
     * A token, the size of the state in it as JSON, and what the next patch is made against. A
     * patch's base is the one it was made against; a whole token's is its own.
     */
    record Sealed(String token, int stateBytes, @Nullable HeldBase base, boolean isPatch)
        implements Result {}

    /** No token, and why: {@code oversize} or {@code unwritable}. */
    record Unsealed(String why) implements Result {}
  }

  Result commit(Claims claims, S state, @Nullable HeldBase base) {
    try {
      return Optional.ofNullable(base)
          .filter(this::hasPresentKey)
          .flatMap(held -> patch(claims, state, held))
          .orElseGet(() -> whole(claims, state));
    } catch (JacksonException unwritable) {
      return new Result.Unsealed("unwritable");
    }
  }

  /**
   * A patch would keep its base in use, and with it the key that sealed the base, for longer than
   * any token lives.
   */
  private boolean hasPresentKey(HeldBase held) {
    return held.kid().equals(sealer.kid());
  }

  private Result whole(Claims claims, S state) {
    // Asked before sealing: if the key changes in between, the next token is a whole one again.
    String kid = sealer.kid();
    BaseBuffer plaintext = new BaseBuffer(settings.maxStateBytes());
    int claimsBytes = encode(plaintext, claims, state);
    if (plaintext.overflowed()) {
      return new Result.Unsealed("oversize");
    }
    String token = seal(plaintext.array(), plaintext.size(), Optional.empty());
    if (token.length() > settings.maxTokenBytes()) {
      return new Result.Unsealed("oversize");
    }
    HeldBase base =
        new HeldBase(
            plaintext.base(claimsBytes),
            claims.own(),
            kid,
            new Mark(claims.gen(), claims.seq()),
            token.length(),
            settings.checkPatches() ? Arrays.copyOf(plaintext.array(), plaintext.size()) : null);
    return new Result.Sealed(token, stateBytes(plaintext.size(), claimsBytes), base, false);
  }

  /** Empty if the patch would be too large, so that a new base is better. */
  private Optional<Result> patch(Claims claims, S state, HeldBase held) {
    int maxBytes = Math.min(held.maxPatchBytes(), settings.maxTokenBytes() - held.tokenBytes());
    PatchBuffer patch =
        new PatchBuffer(held.base(), held.base().size() + SLACK_BYTES, stateCodec::generator);
    int claimsBytes = encode(patch, claims, state);
    if (patch.overflowed()
        || patch.plaintextSize() > settings.maxStateBytes()
        || !check.isExact(held, patch, claims, state)) {
      return Optional.empty();
    }
    byte[] bytes = patch.patch(held.own());
    String token = seal(bytes, bytes.length, Optional.of(held.dictionary()));
    if (token.length() > maxBytes) {
      return Optional.empty();
    }
    int stateBytes = stateBytes(patch.plaintextSize(), claimsBytes);
    return Optional.of(new Result.Sealed(token, stateBytes, held, true));
  }

  /** Writes claims and state; returns how many bytes stand before the state. */
  private int encode(CappedBuffer target, Claims claims, S state) {
    try (JsonGenerator out = stateCodec.generator(target)) {
      claimsCodec.write(out, claims);
      out.flush();
      int claimsBytes = target.size();
      if (target instanceof PatchBuffer patch) {
        patch.endOfClaims(out);
      }
      stateCodec.write(out, state);
      out.writeEndObject();
      return claimsBytes;
    }
  }

  private static int stateBytes(int plaintextBytes, int claimsBytes) {
    return plaintextBytes - claimsBytes - ClaimsCodec.AROUND_STATE_BYTES;
  }

  private String seal(byte[] bytes, int length, Optional<String> base) {
    byte[] packed = compressor.compress(bytes, length);
    return sealer.seal(packed, compression.parameter(), compression.value(), base);
  }
}
