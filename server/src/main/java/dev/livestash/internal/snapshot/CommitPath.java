package dev.livestash.internal.snapshot;

import dev.livestash.fence.Mark;
import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.pack.Compressor;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.state.Base;
import dev.livestash.internal.state.BaseBuffer;
import dev.livestash.internal.state.JsonSlice;
import dev.livestash.internal.state.PatchBuffer;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.state.UnwritableException;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Sealer;
import dev.livestash.internal.token.Sealing;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * From a state to its token: encode, compress, seal. The token is whole, or, where the tab holds a
 * base and little has changed since, a patch against it. Where the whole token rests in a store,
 * the tab gets one that names it.
 */
public class CommitPath<S> {
  /** A patch may have this many new bytes, however small its base; of a large one, a quarter. */
  private static final int MIN_NEW_BYTES = 4096;

  private static final int MAX_NEW_FRACTION = 4;

  /** The usual length of a patch's header, its claims and one small change, whatever its base. */
  private static final int USUAL_PATCH_BYTES = 400;

  /** How much longer the claims of the next token may be than those of this one. */
  private static final int MORE_CLAIMS_BYTES = 64;

  /** How many states of a view that came back are written once more until it is believed, */
  static final int PROBATION = 16;

  /** and each of how many later ones. */
  private static final int CHECK_EACH = 32;

  private final ClaimsCodec claimsCodec;
  private final StateCodec<S> stateCodec;
  private final Packing packing;
  private final Compressor compressor;
  private final Compressor withDictionary;
  private final Sealer sealer;
  private final Format format;
  private final PatchCheck<S> check;
  private final ReadBackCheck<S> readBack;
  private final OnceLog log = new OnceLog();
  private final UsualSize usualSize = new UsualSize();
  private final AtomicInteger resumed = new AtomicInteger();
  private volatile boolean isRewritten;

  public CommitPath(
      ClaimsCodec claimsCodec, StateCodec<S> stateCodec, Sealer sealer, Format format) {
    this.claimsCodec = claimsCodec;
    this.stateCodec = stateCodec;
    this.packing = format.packing();
    this.compressor = packing.withoutDictionary();
    this.withDictionary = packing.withDictionary();
    this.sealer = sealer;
    this.format = format;
    this.readBack = new ReadBackCheck<>(stateCodec, format.checkStates(), log);
    this.check = new PatchCheck<>(this::encode, readBack, format.limits().maxStateBytes());
  }

  public Commit commit(Claims claims, S state, @Nullable HeldBase base) {
    return written(
        claims,
        () ->
            Optional.ofNullable(base)
                .filter(this::hasPresentKey)
                .flatMap(held -> patch(claims, state, held))
                .orElseGet(() -> whole(claims, state)));
  }

  /**
   * A snapshot after a tab has come back. If the state that it found is, to the byte, what it has
   * brought, it need not be sent that again: this is a patch against it, as are those that follow.
   * As long as it has not changed, only the claims are new, and nothing else is written.
   */
  Commit resume(Claims claims, S state, Comeback<S> arrived) {
    return written(
        claims,
        () ->
            unchanged(claims, state, arrived)
                .or(() -> base(claims, arrived).flatMap(held -> patch(claims, state, held)))
                .orElseGet(() -> whole(claims, state)));
  }

  private Commit written(Claims claims, Supplier<Commit> way) {
    try {
      return way.get();
    } catch (UnwritableException unwritable) {
      String why = unwritable.why().text(format.checkStates());
      log.say(
          Level.ERROR,
          "unwritable" + why,
          "The state of " + claims.aud() + " cannot be written" + why + ". It is not protected.");
      return new Commit.Unsealed(Commit.UNWRITABLE);
    }
  }

  private Optional<Commit> unchanged(Claims claims, S state, Comeback<S> arrived) {
    JoinToken brought = arrived.brought();
    return arrived.isUnchanged(state, claims.ver())
            && isSealedAsNow(brought)
            && isBelieved(brought, claims, state)
        ? renamed(claims, brought).map(Commit.class::cast)
        : Optional.empty();
  }

  /**
   * A snapshot of a state that is as it was brought, and is not looked at: only the claims are new.
   * Empty if it cannot be a patch against what was brought.
   */
  public Optional<Commit.Sealed> unread(Claims claims, JoinToken brought) {
    return claims.ver() == brought.version() && isSealedAsNow(brought)
        ? renamed(claims, brought)
        : Optional.empty();
  }

  private Optional<Commit.Sealed> renamed(Claims claims, JoinToken brought) {
    HeldBase held = held(Base.untraced(brought.state()), brought);
    PatchBuffer patch = stateCodec.patchBuffer(held.base(), MIN_NEW_BYTES);
    try (JsonGenerator out = stateCodec.generator(patch)) {
      claimsCodec.write(out, claims);
      out.flush();
      patch.endOfClaims(out);
      patch.unchanged(brought.state(), out);
      out.writeEndObject();
    }
    return patch.overflowed() || patch.plaintextSize() > format.limits().maxStateBytes()
        ? Optional.empty()
        : sealed(patch, held, brought.state().newest().length());
  }

  /**
   * Whether what has come back is written as it was brought: looked at each time where states are
   * checked, and elsewhere until the view has shown it, and now and then. It is not so where a
   * release has other members, with values of their own, or a handler has changed it in place.
   */
  private boolean isBelieved(JoinToken brought, Claims claims, S state) {
    int count = resumed.getAndIncrement();
    if (format.checkStates()) {
      return isWrittenAs(brought, claims, state);
    }
    if (!isRewritten && (count < PROBATION || count % CHECK_EACH == 0)) {
      isRewritten = !isWrittenAs(brought, claims, state);
    }
    return !isRewritten;
  }

  /** Whether a state that is the same object is written as it is in what was brought. */
  private boolean isWrittenAs(JoinToken brought, Claims claims, S state) {
    CappedBuffer now = new CappedBuffer(format.limits().maxStateBytes());
    int start = encode(now, claims, state) + 1;
    JsonSlice newest = brought.state().newest();
    return !now.overflowed()
        && Arrays.equals(
            now.array(),
            start,
            now.size() - 1,
            newest.bytes(),
            newest.offset(),
            newest.offset() + newest.length());
  }

  private Optional<HeldBase> base(Claims claims, Comeback<S> arrived) {
    JoinToken brought = arrived.brought();
    if (!isSealedAsNow(brought)) {
      return Optional.empty();
    }
    int expectedBytes = brought.state().newest().bytes().length + MORE_CLAIMS_BYTES;
    BaseBuffer plaintext = new BaseBuffer(format.limits().maxStateBytes(), expectedBytes);
    try {
      int claimsBytes = encode(plaintext, claims, arrived.state());
      return plaintext.overflowed() ? Optional.empty() : base(plaintext, claimsBytes, brought);
    } catch (UnwritableException unwritable) {
      // That of before: the one that is to be sealed may be written all the same.
      return Optional.empty();
    }
  }

  /** A base must not keep in use what can be retired: a key, or a dictionary. */
  private boolean isSealedAsNow(JoinToken whole) {
    Compression compression = packing.compression();
    Optional<String> dictionary =
        packing.dictionary(whole.state().whole().bytes().length).map(Dictionary::id);
    return whole
        .sealing()
        .equals(
            new Sealing(sealer.kid(), compression.parameter(), compression.value(), dictionary));
  }

  private Optional<HeldBase> base(BaseBuffer plaintext, int claimsBytes, JoinToken whole) {
    return plaintext.base(claimsBytes, whole.state()).map(base -> held(base, whole));
  }

  private HeldBase held(Base base, JoinToken whole) {
    Claims claims = whole.claims();
    byte[] checked = format.checkStates() ? whole.state().whole().bytes() : null;
    String kid = whole.sealing().kid();
    return new HeldBase(base, claims.own(), kid, claims.mark(), whole.tokenBytes(), checked);
  }

  /**
   * A patch would keep its base in use, and with it the key that sealed the base, for longer than
   * any token lives.
   */
  private boolean hasPresentKey(HeldBase held) {
    return held.kid().equals(sealer.kid());
  }

  private Commit whole(Claims claims, S state) {
    // Asked before sealing: if the key changes in between, the next token is a whole one again.
    String kid = sealer.kid();
    BaseBuffer plaintext = new BaseBuffer(format.limits().maxStateBytes(), usualSize.expected());
    int claimsBytes = encode(plaintext, claims, state);
    if (plaintext.overflowed()) {
      return new Commit.Unsealed(Commit.OVERSIZE);
    }
    usualSize.note(plaintext.size());
    int stateBytes = stateBytes(plaintext.size(), claimsBytes);
    readBack.check(claims.aud(), state, plaintext.array(), claimsBytes, stateBytes);
    String token = sealWhole(plaintext.array(), plaintext.size());
    HeldBase base =
        token.length() > format.limits().maxTokenBytes()
            ? null
            : base(plaintext, claimsBytes, claims, kid, token.length());
    return new Commit.Sealed(token, stateBytes, base, false);
  }

  private @Nullable HeldBase base(
      BaseBuffer plaintext, int claimsBytes, Claims claims, String kid, int tokenBytes) {
    byte[] checked =
        format.checkStates() ? Arrays.copyOf(plaintext.array(), plaintext.size()) : null;
    Mark mark = claims.mark();
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
  private Optional<Commit> patch(Claims claims, S state, HeldBase held) {
    int maxNewBytes = Math.max(MIN_NEW_BYTES, held.base().size() / MAX_NEW_FRACTION);
    PatchBuffer patch = stateCodec.patchBuffer(held.base(), maxNewBytes);
    int claimsBytes = encode(patch, claims, state);
    if (patch.isStale()) {
      InPlaceCheck.log(claims.aud());
    }
    if (patch.overflowed()
        || patch.plaintextSize() > format.limits().maxStateBytes()
        || held.isTooLargeFor(patch.plaintextSize())
        || !check.isExact(held, patch, claims, state)) {
      return Optional.empty();
    }
    return sealed(patch, held, stateBytes(patch.plaintextSize(), claimsBytes))
        .map(Commit.class::cast);
  }

  private Optional<Commit.Sealed> sealed(PatchBuffer patch, HeldBase held, int stateBytes) {
    int maxBytes =
        Math.min(held.maxPatchBytes(), format.limits().maxTokenBytes() - held.tokenBytes());
    byte[] bytes = patch.patch(held.epoch());
    String token = seal(compressor.compress(bytes, bytes.length), Optional.of(held.dictionary()));
    return token.length() > maxBytes
        ? Optional.empty()
        : Optional.of(new Commit.Sealed(token, stateBytes, held, true));
  }

  /** The small token that names where a whole one of the same claims rests. */
  public String reference(Claims claims, String key) {
    CappedBuffer plaintext = new CappedBuffer(format.limits().maxTokenBytes());
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

  static int stateBytes(int plaintextBytes, int claimsBytes) {
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
