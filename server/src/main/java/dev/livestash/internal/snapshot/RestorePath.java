package dev.livestash.internal.snapshot;

import dev.livestash.internal.pack.Inflated;
import dev.livestash.internal.pack.Unpacking;
import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.state.Copies;
import dev.livestash.internal.state.Failure;
import dev.livestash.internal.state.HeldState;
import dev.livestash.internal.state.JsonSlice;
import dev.livestash.internal.state.Patches;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.stores.Slot;
import dev.livestash.internal.stores.Stores.Found;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Opened;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealing;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Leftover;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * From a token to its state: open, inflate, check the claims; and, once the fence has agreed,
 * migrate and bind. A token that names where its snapshot rests takes the same way twice: once
 * itself, and once what the store has given.
 */
public class RestorePath<S> {
  private final Opener opener;
  private final Opener storedOpener;
  private final ClaimsCodec claimsCodec;
  private final ClaimsCheck check;
  private final StateCodec<S> stateCodec;
  private final MigrationTable migrations;
  private final Format format;
  private final Unpacking unpacking;
  private final MemberCheck<S> memberCheck;
  private final OnceLog log = new OnceLog();
  private volatile boolean hasBound;

  public RestorePath(
      Opener opener,
      Opener storedOpener,
      ClaimsCodec claimsCodec,
      ClaimsCheck check,
      StateCodec<S> stateCodec,
      MigrationTable migrations,
      Format format) {
    this.opener = opener;
    this.storedOpener = storedOpener;
    this.claimsCodec = claimsCodec;
    this.check = check;
    this.stateCodec = stateCodec;
    this.migrations = migrations;
    this.format = format;
    this.unpacking = new Unpacking(format.packing().dictionaries());
    this.memberCheck =
        new MemberCheck<>(stateCodec, format.limits().maxStateBytes(), new OnceLog());
  }

  /** A token whose seal was looked at; what it holds is packed still. */
  record Seal(Opened opened, int tokenBytes) {}

  /**
   * What a tab or a store has given, so far as its seals go.
   *
   * @param inflatedBytes how large all that they hold will be, about
   * @param stateBytes how large the state will be that they make, about
   */
  public record Sealed(Seal whole, Optional<Seal> patch, long inflatedBytes, long stateBytes) {}

  /** Looks at the seals of what a tab holds: a whole token, and the newest patch against it. */
  public Sealed look(String token, Optional<String> patch) {
    return look(opener, token, patch);
  }

  /** Looks at the seal of what a store has given. */
  public Sealed look(Found.There there) {
    return look(storedOpener, there.token(), Optional.empty());
  }

  private Sealed look(Opener by, String token, Optional<String> patch) {
    Seal whole = new Seal(by.open(token), token.length());
    Optional<Seal> newest = patch.map(text -> new Seal(by.open(text), text.length()));
    long bytes = inflatedBytes(whole.opened());
    // What a patch makes is about as large as its base; the base goes when it is made.
    Optional<Long> patched = newest.map(seal -> bytes + inflatedBytes(seal.opened()));
    return new Sealed(whole, newest, bytes + patched.orElse(0L), patched.orElse(bytes));
  }

  private long inflatedBytes(Opened opened) {
    return opened instanceof Opened.Valid valid
        ? Math.min(
            unpacking.inflatedBytes(
                valid.payload(), named(valid.sealing(), valid.sealing().dictionary())),
            format.limits().maxStateBytes())
        : 0;
  }

  /** Opens what a tab holds. */
  public Restore open(String token, Optional<String> patch, ClaimsCheck.Expected expected) {
    return open(look(token, patch), expected);
  }

  /** Opens what a tab holds. */
  public Restore open(Sealed sealed, ClaimsCheck.Expected expected) {
    Plaintext whole = open(sealed.whole());
    Plaintext newest =
        sealed.patch().isPresent() && whole instanceof Plaintext.Read base
            ? openPatch(sealed.patch().get(), base)
            : whole;
    return checked(newest, brought(whole, newest), expected);
  }

  private static Optional<JoinToken> brought(Plaintext first, Plaintext second) {
    if (first instanceof Plaintext.Read whole
        && second instanceof Plaintext.Read newest
        && whole.parsed() instanceof ClaimsCodec.Parsed.Snapshot inWhole
        && newest.parsed() instanceof ClaimsCodec.Parsed.Snapshot inNewest) {
      HeldState state =
          new HeldState(newest.state(inNewest), whole.state(inWhole), newest.copies());
      Claims claims = inWhole.claims();
      int version = inNewest.claims().ver();
      return Optional.of(
          new JoinToken(claims, version, state, whole.sealing(), whole.tokenBytes()));
    }
    return Optional.empty();
  }

  /** Opens what a store has given for what a tab holds. */
  public Restore open(
      Restore.Reference reference,
      Found.There there,
      Sealed sealed,
      ClaimsCheck.Expected expected) {
    Restore restore = checked(open(sealed.whole()), Optional.empty(), expected);
    if (restore instanceof Restore.Verified snapshot) {
      return named(reference.token(), snapshot, there.rest());
    }
    return refused(restore instanceof Restore.Refused no ? no.reason() : RejectReason.UNREADABLE);
  }

  private static Restore named(Claims token, Restore.Verified snapshot, Slot rest) {
    Claims claims = snapshot.claims();
    if (!claims.sid().equals(token.sid())
        || !claims.own().equals(token.own())
        || claims.gen() != token.gen()) {
      return refused(RejectReason.UNREADABLE);
    }
    // A store that has lost its last writes has lost what the tab relies on.
    return claims.seq() < token.seq() || claims.seen() < token.seen()
        ? refused(RejectReason.MISSING)
        : new Restore.Verified(token, claims, snapshot.state(), HeldByTab.at(rest));
  }

  private static Restore refused(RejectReason reason) {
    return new Restore.Refused(reason, Optional.empty());
  }

  private Restore checked(
      Plaintext plaintext, Optional<JoinToken> whole, ClaimsCheck.Expected expected) {
    return plaintext instanceof Plaintext.Read read
        ? check(read, whole, expected)
        : refused(((Plaintext.Unread) plaintext).reason());
  }

  /** What came of opening one token, before its claims are checked. */
  private sealed interface Plaintext {
    /** With what of it stands in the whole token's, if this is a patch's. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Read(
        byte[] bytes, ClaimsCodec.Parsed parsed, Copies copies, Sealing sealing, int tokenBytes)
        implements Plaintext {
      JsonSlice state(ClaimsCodec.Parsed.Snapshot at) {
        return new JsonSlice(bytes, at.stateOffset(), at.stateLength());
      }
    }

    record Unread(RejectReason reason) implements Plaintext {}
  }

  private Plaintext open(Seal seal) {
    Opened opened = seal.opened();
    if (opened instanceof Opened.Valid valid) {
      Inflated inflated = inflate(valid, valid.sealing().dictionary());
      return read(inflated, Optional.empty(), valid.sealing(), seal.tokenBytes());
    }
    return new Plaintext.Unread(((Opened.Rejected) opened).reason());
  }

  private Plaintext openPatch(Seal seal, Plaintext.Read base) {
    Opened opened = seal.opened();
    if (opened instanceof Opened.Valid valid) {
      Copies copies = new Copies();
      Inflated inflated = patched(valid, base, copies);
      return read(inflated, Optional.of(copies), valid.sealing(), seal.tokenBytes());
    }
    return new Plaintext.Unread(((Opened.Rejected) opened).reason());
  }

  private Inflated patched(Opened.Valid patch, Plaintext.Read base, Copies copies) {
    Claims claims = base.parsed().claims();
    String name = Sealing.BASE_PREFIX + claims.gen() + "." + claims.seq();
    if (!patch.sealing().dictionary().equals(Optional.of(name))) {
      return new Inflated.Corrupt();
    }
    Inflated inflated = inflate(patch, Optional.empty());
    return inflated instanceof Inflated.Plain plain
        ? Patches.apply(
            base.bytes(), plain.bytes(), claims.own(), format.limits().maxStateBytes(), copies)
        : inflated;
  }

  private Inflated inflate(Opened.Valid token, Optional<String> dictionary) {
    return unpacking.inflate(
        token.payload(), named(token.sealing(), dictionary), format.limits().maxStateBytes());
  }

  private static Unpacking.Named named(Sealing sealing, Optional<String> dictionary) {
    return new Unpacking.Named(sealing.compression(), sealing.method(), dictionary);
  }

  private Plaintext read(
      Inflated inflated, Optional<Copies> copied, Sealing sealing, int tokenBytes) {
    if (inflated instanceof Inflated.Plain plain) {
      Copies copies = copied.orElseGet(() -> Copies.whole(plain.bytes().length));
      return claimsCodec
          .read(plain.bytes())
          .<Plaintext>map(
              parsed -> new Plaintext.Read(plain.bytes(), parsed, copies, sealing, tokenBytes))
          .orElseGet(() -> new Plaintext.Unread(RejectReason.UNREADABLE));
    }
    return new Plaintext.Unread(
        inflated instanceof Inflated.TooLarge ? RejectReason.OVERSIZE : RejectReason.UNREADABLE);
  }

  private Restore check(
      Plaintext.Read read, Optional<JoinToken> whole, ClaimsCheck.Expected expected) {
    Restore.Usable own = usable(read, whole);
    return check
        .check(own.token(), expected)
        .<Restore>map(reason -> refused(reason, own))
        .orElse(own);
  }

  private static Restore.Refused refused(RejectReason reason, Restore.Usable token) {
    Optional<Restore.Bound> bound =
        token.token().sub().map(sub -> new Restore.Bound(sub, token.token().sst()));
    return new Restore.Refused(
        reason,
        Optional.of(token).filter(any -> isOwn(reason)),
        bound.filter(any -> reason == RejectReason.FOREIGN));
  }

  private static Restore.Usable usable(Plaintext.Read read, Optional<JoinToken> whole) {
    Claims claims = read.parsed().claims();
    if (read.parsed() instanceof ClaimsCodec.Parsed.Snapshot at) {
      HeldByTab held = HeldByTab.whole(whole);
      return new Restore.Verified(claims, claims, read.state(at), held);
    }
    return new Restore.Reference(claims, ((ClaimsCodec.Parsed.Reference) read.parsed()).key());
  }

  private static boolean isOwn(RejectReason reason) {
    return reason == RejectReason.NEWER || reason == RejectReason.EXPIRED;
  }

  /** Whether the last state of the present version that has come back in this process did bind. */
  public boolean hasBound() {
    return hasBound;
  }

  /** Binds the state; one of an earlier version is migrated first. */
  public BindResult<S> bind(Restore.Verified verified) {
    return migrations.isPresent(verified.claims().ver())
        ? bindAsItIs(verified)
        : bindMigrated(verified);
  }

  private BindResult<S> bindAsItIs(Restore.Verified verified) {
    BindResult<S> bound = stateCodec.bind(verified.state());
    Claims claims = verified.claims();
    hasBound = bound instanceof BindResult.Fit<S>;
    if (bound instanceof BindResult.Fit<S> fit && format.checkStates()) {
      memberCheck.check(claims.aud(), claims.ver(), verified.state(), fit.state());
    }
    return said(claims, bound);
  }

  private BindResult<S> bindMigrated(Restore.Verified verified) {
    Claims claims = verified.claims();
    Optional<JsonNode> migrated =
        migrations.migrate(stateCodec.tree(verified.state()), claims.ver());
    BindResult<S> bound =
        migrated
            .map(stateCodec::bind)
            .orElseGet(
                () -> new BindResult.Unfit<>(Failure.of("a step is missing, or has failed")));
    if (bound instanceof BindResult.Fit<S> fit && format.checkStates()) {
      memberCheck.checkMigrated(claims.aud(), claims.ver(), migrated.get(), fit.state());
    }
    return said(claims, bound);
  }

  private BindResult<S> said(Claims claims, BindResult<S> bound) {
    if (bound instanceof BindResult.Unfit<S> unfit) {
      String why = unfit.why().text(format.checkStates());
      log.say(
          Level.WARNING,
          // One cause is in each row of a table.
          claims.aud() + " " + claims.ver() + why.replaceAll("/\\d+", "/*"),
          claims.aud() + ": a state of version " + claims.ver() + " does not bind" + why);
    }
    return bound;
  }

  /** What the application may make something of, though it cannot be used as it is. */
  public Optional<Leftover> leftover(Restore.Refused refused) {
    return refused
        .own()
        .filter(Restore.Verified.class::isInstance)
        .map(Restore.Verified.class::cast)
        .flatMap(verified -> reason(refused.reason()).map(reason -> leftover(reason, verified)));
  }

  private static Optional<Leftover.Reason> reason(RejectReason reason) {
    return switch (reason) {
      case EXPIRED -> Optional.of(Leftover.Reason.EXPIRED);
      case STALE -> Optional.of(Leftover.Reason.STALE);
      case UNMIGRATABLE -> Optional.of(Leftover.Reason.UNMIGRATABLE);
      case UNUSABLE -> Optional.of(Leftover.Reason.UNUSABLE);
      case FOREIGN, UNREADABLE, OVERSIZE, MISSING, REVOKED, NEWER -> Optional.empty();
    };
  }

  private Leftover leftover(Leftover.Reason reason, Restore.Verified token) {
    return new TokenLeftover(reason, token.claims().ver(), token.state(), stateCodec);
  }

  private record TokenLeftover(Reason reason, int version, JsonSlice json, StateCodec<?> codec)
      implements Leftover {
    @Override
    public JsonNode state() {
      return codec.tree(json);
    }
  }
}
