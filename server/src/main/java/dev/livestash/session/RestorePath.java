package dev.livestash.session;

import dev.livestash.state.Bound;
import dev.livestash.state.Inflated;
import dev.livestash.state.JsonSlice;
import dev.livestash.state.Patches;
import dev.livestash.state.StateCodec;
import dev.livestash.state.Unpacking;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCheck;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.Opened;
import dev.livestash.token.Opener;
import dev.livestash.token.RejectReason;
import dev.livestash.token.Sealer;
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
  private final Unpacking unpacking;

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
    this.unpacking = new Unpacking(settings.packing().dictionaries());
  }

  /** What a join brought. */
  sealed interface Restore {
    /** A token whose claims hold, as far as they can be checked without the fence. */
    record Verified(Claims claims, JsonSlice state) implements Restore {}

    /** A token that cannot be used; its claims are there if it is ours, and only too new. */
    record Refused(RejectReason reason, Optional<Claims> claims) implements Restore {}
  }

  /** Opens what a tab holds: a whole token, and the newest patch against it, if there is one. */
  Restore open(String token, Optional<String> patch, ClaimsCheck.Expected expected) {
    Plaintext whole = open(token, Optional.empty());
    Plaintext newest = patch.map(newer -> open(newer, Optional.of(whole))).orElse(whole);
    return newest instanceof Plaintext.Read read
        ? check(read, expected)
        : new Restore.Refused(((Plaintext.Unread) newest).reason(), Optional.empty());
  }

  /** What came of opening one token, before its claims are checked. */
  private sealed interface Plaintext {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Read(byte[] bytes, ClaimsCodec.Parsed parsed) implements Plaintext {}

    record Unread(RejectReason reason) implements Plaintext {}
  }

  private Plaintext open(String token, Optional<Plaintext> whole) {
    if (whole.isPresent() && whole.get() instanceof Plaintext.Unread) {
      return whole.get();
    }
    Opened opened = opener.open(token);
    if (opened instanceof Opened.Rejected rejected) {
      return new Plaintext.Unread(rejected.reason());
    }
    Opened.Valid valid = (Opened.Valid) opened;
    return read(
        whole
            .map(Plaintext.Read.class::cast)
            .map(base -> patched(valid, base))
            .orElseGet(() -> inflate(valid, valid.dictionary())));
  }

  private Inflated patched(Opened.Valid patch, Plaintext.Read base) {
    Claims claims = base.parsed().claims();
    String name = Sealer.BASE_PREFIX + claims.gen() + "." + claims.seq();
    if (!patch.dictionary().equals(Optional.of(name))) {
      return new Inflated.Corrupt();
    }
    Inflated inflated = inflate(patch, Optional.empty());
    return inflated instanceof Inflated.Plain plain
        ? Patches.apply(base.bytes(), plain.bytes(), claims.own(), settings.maxStateBytes())
        : inflated;
  }

  private Inflated inflate(Opened.Valid token, Optional<String> dictionary) {
    Unpacking.Named named = new Unpacking.Named(token.compression(), token.method(), dictionary);
    return unpacking.inflate(token.payload(), named, settings.maxStateBytes());
  }

  private Plaintext read(Inflated inflated) {
    if (inflated instanceof Inflated.Plain plain) {
      return claimsCodec
          .read(plain.bytes())
          .<Plaintext>map(parsed -> new Plaintext.Read(plain.bytes(), parsed))
          .orElseGet(() -> new Plaintext.Unread(RejectReason.UNREADABLE));
    }
    return new Plaintext.Unread(
        inflated instanceof Inflated.TooLarge ? RejectReason.OVERSIZE : RejectReason.UNREADABLE);
  }

  private Restore check(Plaintext.Read read, ClaimsCheck.Expected expected) {
    ClaimsCodec.Parsed parsed = read.parsed();
    Optional<RejectReason> reason = check.check(parsed.claims(), expected);
    return reason.isPresent()
        ? new Restore.Refused(
            reason.get(),
            Optional.of(parsed.claims()).filter(claims -> reason.get() == RejectReason.NEWER))
        : new Restore.Verified(
            parsed.claims(),
            new JsonSlice(read.bytes(), parsed.stateOffset(), parsed.stateLength()));
  }

  Bound<S> bind(Restore.Verified verified) {
    return stateCodec.bind(verified.state());
  }
}
