package dev.livestash.session;

import dev.livestash.fence.Mark;
import dev.livestash.state.BaseBuffer;
import dev.livestash.state.CappedBuffer;
import dev.livestash.state.Compression;
import dev.livestash.state.Compressor;
import dev.livestash.state.Dictionary;
import dev.livestash.state.Packing;
import dev.livestash.state.PatchBuffer;
import dev.livestash.state.StateCodec;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.Sealer;
import dev.livestash.token.Sealing;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * From a state to its token: encode, compress, seal. The token is whole, or, where the tab holds a
 * base and little has changed since, a patch against it. Where the whole token rests in a store,
 * the tab gets one that names it.
 */
class CommitPath<S> {
  /** A patch may have this many new bytes, however small its base; of a large one, a quarter. */
  private static final int MIN_NEW_BYTES = 4096;

  private static final int MAX_NEW_FRACTION = 4;

  /** So long are a patch's header, its claims and one small change, whatever its base. */
  private static final int USUAL_PATCH_BYTES = 400;

  /** So much longer than the claims of one token are those of the next. */
  private static final int MORE_CLAIMS_BYTES = 64;

  private final ClaimsCodec claimsCodec;
  private final StateCodec<S> stateCodec;
  private final Packing packing;
  private final Compressor compressor;
  private final Compressor withDictionary;
  private final Sealer sealer;
  private final Settings settings;
  private final PatchCheck<S> check;
  private final UsualSize usualSize = new UsualSize();

  CommitPath(ClaimsCodec claimsCodec, StateCodec<S> stateCodec, Sealer sealer, Settings settings) {
    this.claimsCodec = claimsCodec;
    this.stateCodec = stateCodec;
    this.packing = settings.packing();
    this.compressor = packing.withoutDictionary();
    this.withDictionary = packing.withDictionary();
    this.sealer = sealer;
    this.settings = settings;
    this.check = new PatchCheck<>(this::encode, settings.maxStateBytes());
  }

  /** What came of a commit. */
  sealed interface Result {
    /**
     * A token, the size of the state in it as JSON, and what the next patch is made against. A
     * patch's base is the one it was made against; a whole token's is its own, if a tab may hold
     * it.
     */
    record Sealed(String token, int stateBytes, @Nullable HeldBase base, boolean isPatch)
        implements Result {
      /** How much a tab holds that holds it. */
      int tabBytes() {
        return token.length() + (isPatch && base != null ? base.tokenBytes() : 0);
      }
    }

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
   * The first snapshot after a tab has come back. If the state that it found is, to the byte, what
   * it has brought, it need not be sent that again: this is a patch against it, as are those that
   * follow.
   */
  Result resume(Claims claims, S state, Arrived<S> arrived) {
    try {
      return base(claims, arrived)
          .flatMap(held -> patch(claims, state, held))
          .orElseGet(() -> whole(claims, state));
    } catch (JacksonException unwritable) {
      return new Result.Unsealed("unwritable");
    }
  }

  private Optional<HeldBase> base(Claims claims, Arrived<S> arrived) {
    BroughtToken brought = arrived.brought();
    if (!isSealedAsNow(brought)) {
      return Optional.empty();
    }
    int expectedBytes = brought.state().newest().bytes().length + MORE_CLAIMS_BYTES;
    BaseBuffer plaintext = new BaseBuffer(settings.maxStateBytes(), expectedBytes);
    int claimsBytes = encode(plaintext, claims, arrived.state());
    return plaintext.overflowed() ? Optional.empty() : base(plaintext, claimsBytes, brought);
  }

  /** A base must not keep in use what can be retired: a key, or a dictionary. */
  private boolean isSealedAsNow(BroughtToken whole) {
    Compression compression = packing.compression();
    Optional<String> dictionary =
        packing.dictionary(whole.state().whole().bytes().length).map(Dictionary::id);
    return whole
        .sealing()
        .equals(
            new Sealing(sealer.kid(), compression.parameter(), compression.value(), dictionary));
  }

  private Optional<HeldBase> base(BaseBuffer plaintext, int claimsBytes, BroughtToken whole) {
    Claims claims = whole.claims();
    byte[] checked = settings.checkStates() ? whole.state().whole().bytes() : null;
    return plaintext
        .base(claimsBytes, whole.state())
        .map(
            base ->
                new HeldBase(
                    base,
                    claims.own(),
                    whole.sealing().kid(),
                    Line.mark(claims),
                    whole.tokenBytes(),
                    checked));
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
    BaseBuffer plaintext = new BaseBuffer(settings.maxStateBytes(), usualSize.expected());
    int claimsBytes = encode(plaintext, claims, state);
    if (plaintext.overflowed()) {
      return new Result.Unsealed("oversize");
    }
    usualSize.note(plaintext.size());
    String token = sealWhole(plaintext.array(), plaintext.size());
    HeldBase base =
        token.length() > settings.maxTokenBytes()
            ? null
            : base(plaintext, claimsBytes, claims, kid, token.length());
    return new Result.Sealed(token, stateBytes(plaintext.size(), claimsBytes), base, false);
  }

  private @Nullable HeldBase base(
      BaseBuffer plaintext, int claimsBytes, Claims claims, String kid, int tokenBytes) {
    byte[] checked =
        settings.checkStates() ? Arrays.copyOf(plaintext.array(), plaintext.size()) : null;
    Mark mark = new Mark(claims.gen(), claims.seq());
    return plaintext
        .base(claimsBytes)
        .map(base -> new HeldBase(base, claims.own(), kid, mark, tokenBytes, checked))
        .orElse(null);
  }

  /** What a patch has at least, and does not grow by. */
  int usualPatchBytes() {
    return USUAL_PATCH_BYTES + packing.paddingBytes() * 4 / 3; // in Base64
  }

  /**
   * Empty if the patch, or what would be left unused of its base, is so large that a new base is
   * better.
   */
  private Optional<Result> patch(Claims claims, S state, HeldBase held) {
    int maxBytes = Math.min(held.maxPatchBytes(), settings.maxTokenBytes() - held.tokenBytes());
    int maxNewBytes = Math.max(MIN_NEW_BYTES, held.base().size() / MAX_NEW_FRACTION);
    PatchBuffer patch = new PatchBuffer(held.base(), maxNewBytes, stateCodec::generator);
    int claimsBytes = encode(patch, claims, state);
    if (patch.isStale()) {
      InPlaceCheck.log(claims.aud());
    }
    if (patch.overflowed()
        || patch.plaintextSize() > settings.maxStateBytes()
        || held.isTooLargeFor(patch.plaintextSize())
        || !check.isExact(held, patch, claims, state)) {
      return Optional.empty();
    }
    byte[] bytes = patch.patch(held.own());
    String token = seal(compressor.compress(bytes, bytes.length), Optional.of(held.dictionary()));
    if (token.length() > maxBytes) {
      return Optional.empty();
    }
    int stateBytes = stateBytes(patch.plaintextSize(), claimsBytes);
    return Optional.of(new Result.Sealed(token, stateBytes, held, true));
  }

  /** The small token that names where a whole one of the same claims rests. */
  String reference(Claims claims, String key) {
    CappedBuffer plaintext = new CappedBuffer(settings.maxTokenBytes());
    try (JsonGenerator out = stateCodec.generator(plaintext)) {
      claimsCodec.writeReference(out, claims, key);
    }
    return sealWhole(plaintext.array(), plaintext.size());
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

  private String sealWhole(byte[] bytes, int length) {
    Optional<Dictionary> dictionary = packing.dictionary(length);
    Compressor fitting = dictionary.isPresent() ? withDictionary : compressor;
    return seal(fitting.compress(bytes, length), dictionary.map(Dictionary::id));
  }

  private String seal(byte[] packed, Optional<String> needed) {
    Compression compression = packing.compression();
    return sealer.seal(packed, compression.parameter(), compression.value(), needed);
  }
}
