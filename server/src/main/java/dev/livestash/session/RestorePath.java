package dev.livestash.session;

import dev.livestash.state.Bound;
import dev.livestash.state.Compression;
import dev.livestash.state.Compressor;
import dev.livestash.state.Inflated;
import dev.livestash.state.JsonSlice;
import dev.livestash.state.Patches;
import dev.livestash.state.StateCodec;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCheck;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.Opened;
import dev.livestash.token.Opener;
import dev.livestash.token.RejectReason;
import dev.livestash.view.Leftover;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * From a token to its state: open, inflate, check the claims; and, once the fence has agreed,
 * migrate and bind.
 */
class RestorePath<S> {
  private final Opener opener;
  private final ClaimsCodec claimsCodec;
  private final ClaimsCheck check;
  private final StateCodec<S> stateCodec;
  private final MigrationTable migrations;
  private final Settings settings;
  private final Map<Compression, Compressor> compressors = new EnumMap<>(Compression.class);

  RestorePath(
      Opener opener,
      ClaimsCodec claimsCodec,
      ClaimsCheck check,
      StateCodec<S> stateCodec,
      MigrationTable migrations,
      Settings settings) {
    this.opener = opener;
    this.claimsCodec = claimsCodec;
    this.check = check;
    this.stateCodec = stateCodec;
    this.migrations = migrations;
    this.settings = settings;
    for (Compression compression : Compression.values()) {
      compressors.put(compression, Compressor.of(compression));
    }
  }

  /** What a join brought. */
  sealed interface Restore {
    /** A token whose claims hold, as far as they can be checked without the fence. */
    record Verified(Claims claims, JsonSlice state) implements Restore {}

    /** A token that cannot be used; what it holds is there if it is authentic, and this tab's. */
    record Refused(RejectReason reason, Optional<Verified> verified) implements Restore {}
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
    Optional<Plaintext.Read> base = whole.map(Plaintext.Read.class::cast);
    return base.map(RestorePath::dictionary).equals(valid.base())
        ? read(inflate(valid, base))
        : new Plaintext.Unread(RejectReason.UNREADABLE);
  }

  private static String dictionary(Plaintext.Read base) {
    Claims claims = base.parsed().claims();
    return "b:" + claims.gen() + "." + claims.seq();
  }

  private Inflated inflate(Opened.Valid token, Optional<Plaintext.Read> base) {
    Inflated inflated =
        Compression.named(token.compression(), token.method())
            .map(compressors::get)
            .map(compressor -> compressor.inflate(token.payload(), settings.maxStateBytes()))
            .orElseGet(Inflated.Corrupt::new);
    return base.isPresent() && inflated instanceof Inflated.Plain patch
        ? Patches.apply(
            base.get().bytes(),
            patch.bytes(),
            base.get().parsed().claims().own(),
            settings.maxStateBytes())
        : inflated;
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
    JsonSlice state = new JsonSlice(read.bytes(), parsed.stateOffset(), parsed.stateLength());
    Restore.Verified verified = new Restore.Verified(parsed.claims(), state);
    return check
        .check(parsed.claims(), expected)
        .<Restore>map(
            reason ->
                new Restore.Refused(reason, Optional.of(verified).filter(own -> isOwn(reason))))
        .orElse(verified);
  }

  private static boolean isOwn(RejectReason reason) {
    return reason == RejectReason.NEWER || reason == RejectReason.EXPIRED;
  }

  /** Binds the state; one of an earlier version is migrated first. */
  Bound<S> bind(Restore.Verified verified) {
    int version = verified.claims().ver();
    Bound<S> bound =
        migrations.isPresent(version)
            ? stateCodec.bind(verified.state())
            : migrations
                .migrate(stateCodec.tree(verified.state()), version)
                .map(stateCodec::bind)
                .orElseGet(() -> new Bound.Unfit<>("no migration leads here"));
    if (bound instanceof Bound.Unfit<S> unfit) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "{0}: a state of version {1} does not bind: {2}",
              verified.claims().aud(),
              version,
              unfit.why());
    }
    return bound;
  }

  /** What the application may make something of, though it cannot be used as it is. */
  Optional<Leftover> leftover(Restore.Refused refused) {
    return refused
        .verified()
        .flatMap(
            verified ->
                reason(refused.reason())
                    .map(reason -> new TokenLeftover(reason, verified, stateCodec)));
  }

  private static Optional<Leftover.Reason> reason(RejectReason reason) {
    return switch (reason) {
      case EXPIRED -> Optional.of(Leftover.Reason.EXPIRED);
      case STALE -> Optional.of(Leftover.Reason.STALE);
      case UNMIGRATABLE -> Optional.of(Leftover.Reason.UNMIGRATABLE);
      case FOREIGN, UNREADABLE, OVERSIZE, REVOKED, MISSING, NEWER -> Optional.empty();
    };
  }

  private record TokenLeftover(Reason reason, Restore.Verified token, StateCodec<?> codec)
      implements Leftover {
    @Override
    public int version() {
      return token.claims().ver();
    }

    @Override
    public JsonNode state() {
      return codec.tree(token.state());
    }
  }
}
