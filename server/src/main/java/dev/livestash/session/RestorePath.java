package dev.livestash.session;

import dev.livestash.state.Bound;
import dev.livestash.state.Compression;
import dev.livestash.state.Compressor;
import dev.livestash.state.Inflated;
import dev.livestash.state.JsonSlice;
import dev.livestash.state.StateCodec;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCheck;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.Opened;
import dev.livestash.token.Opener;
import dev.livestash.token.RejectReason;
import java.util.Optional;

/**
 * From a token to its state: open, inflate, check the claims; and, once the fence has agreed, bind.
 */
class RestorePath<S> {
  private final Opener opener;
  private final ClaimsCodec claimsCodec;
  private final ClaimsCheck check;
  private final StateCodec<S> stateCodec;
  private final Settings settings;

  RestorePath(
      Opener opener,
      ClaimsCodec claimsCodec,
      ClaimsCheck check,
      StateCodec<S> stateCodec,
      Settings settings) {
    this.opener = opener;
    this.claimsCodec = claimsCodec;
    this.check = check;
    this.stateCodec = stateCodec;
    this.settings = settings;
  }

  /** What a join brought. */
  sealed interface Restore {
    /** A token whose claims hold, as far as they can be checked without the fence. */
    record Verified(Claims claims, JsonSlice state) implements Restore {}

    /** A token that cannot be used; its claims are there if it is ours, and only too new. */
    record Refused(RejectReason reason, Optional<Claims> claims) implements Restore {}
  }

  Restore open(String token, ClaimsCheck.Expected expected) {
    Opened opened = opener.open(token);
    if (opened instanceof Opened.Rejected rejected) {
      return refused(rejected.reason());
    }
    Inflated inflated = inflate((Opened.Valid) opened);
    if (inflated instanceof Inflated.Plain plain) {
      return claimsCodec
          .read(plain.bytes())
          .map(parsed -> check(plain.bytes(), parsed, expected))
          .orElseGet(() -> refused(RejectReason.UNREADABLE));
    }
    return refused(
        inflated instanceof Inflated.TooLarge ? RejectReason.OVERSIZE : RejectReason.UNREADABLE);
  }

  private Inflated inflate(Opened.Valid token) {
    return Compression.named(token.compression(), token.method())
        .map(Compressor::of)
        .map(compressor -> compressor.inflate(token.payload(), settings.maxStateBytes()))
        .orElseGet(Inflated.Corrupt::new);
  }

  private Restore check(
      byte[] plaintext, ClaimsCodec.Parsed parsed, ClaimsCheck.Expected expected) {
    Optional<RejectReason> reason = check.check(parsed.claims(), expected);
    return reason.isPresent()
        ? new Restore.Refused(
            reason.get(),
            Optional.of(parsed.claims()).filter(claims -> reason.get() == RejectReason.NEWER))
        : new Restore.Verified(
            parsed.claims(), new JsonSlice(plaintext, parsed.stateOffset(), parsed.stateLength()));
  }

  private static Restore refused(RejectReason reason) {
    return new Restore.Refused(reason, Optional.empty());
  }

  Bound<S> bind(Restore.Verified verified) {
    return stateCodec.bind(verified.state());
  }
}
