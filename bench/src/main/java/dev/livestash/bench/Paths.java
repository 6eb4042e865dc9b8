package dev.livestash.bench;

import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.CommitPath;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.snapshot.HeldBase;
import dev.livestash.internal.snapshot.MigrationTable;
import dev.livestash.internal.snapshot.PatchBase;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealer;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.view.Outcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.json.JsonMapper;

/** The product's own two paths, with nothing around them. */
@NullMarked
final class Paths<S> {
  static final JsonMapper MAPPER = JsonMapper.shared();
  static final KeyRing KEYS =
      KeyRing.parse(
          "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"benchmark\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U\"}]}");
  static final String ISSUER = "livestash";
  static final String VIEW = "board";
  private static final Duration LIFETIME = Duration.ofDays(30);
  private static final int MAX_TOKEN_BYTES = 4 << 20;
  private static final long NOW = 1_790_000_000;

  /** How long after one snapshot the next one comes: its times are others. */
  private static final int SECONDS_BETWEEN = 137;

  private final CommitPath<S> commit;
  private final RestorePath<S> restore;

  Paths(Class<S> type, Packing packing) {
    Format format = format(packing);
    StateCodec<S> states = new StateCodec<>(MAPPER, type);
    ClaimsCodec claims = new ClaimsCodec(MAPPER);
    commit =
        new CommitPath<>(
            claims, states, new Sealer(KEYS, new SecureRandom(), System::nanoTime), format);
    ClaimsCheck check = new ClaimsCheck(ISSUER, LIFETIME);
    Opener opener = new Opener(KEYS, MAX_TOKEN_BYTES);
    restore =
        new RestorePath<>(
            opener, opener, claims, check, states, new MigrationTable(VIEW, 1), format);
  }

  private static Format format(Packing packing) {
    return new Format(
        ISSUER,
        packing,
        false,
        Limits.defaults().withMaxTokenBytes(MAX_TOKEN_BYTES),
        Times.defaults().withInstanceLifetime(LIFETIME));
  }

  static Claims claims(long seq) {
    return claims("fJ1aBcDeFgHiJkLmNoPqRs", seq, NOW + seq * SECONDS_BETWEEN);
  }

  static Claims claims(String sid, long seq, long now) {
    return new Claims(
        ISSUER,
        VIEW,
        Optional.empty(),
        sid,
        "aBcDeFgHiJk",
        3,
        seq,
        seq + 40,
        1,
        now,
        now + 86_400,
        now - 5_000);
  }

  Commit.Sealed seal(long seq, S state, Optional<HeldBase> base) {
    return seal(claims(seq), state, base);
  }

  Commit.Sealed seal(Claims claims, S state, Optional<HeldBase> base) {
    return (Commit.Sealed) commit.commit(claims, state, base.orElse(null));
  }

  /** For a session's patches. */
  PatchBase<S> patchBase() {
    return new PatchBase<>(commit);
  }

  S open(String token, Optional<String> patch) {
    return bound(opened(token, patch));
  }

  private Restore.Verified opened(String token, Optional<String> patch) {
    ClaimsCheck.Expected expected =
        new ClaimsCheck.Expected(
            VIEW, Optional.empty(), 1, Instant.ofEpochSecond(NOW + 3L * SECONDS_BETWEEN));
    return (Restore.Verified) restore.open(token, patch, expected);
  }

  /** What a token says that was sealed just now. */
  Claims claimsOf(String token) {
    ClaimsCheck.Expected expected =
        new ClaimsCheck.Expected(VIEW, Optional.empty(), 1, Instant.now());
    return ((Restore.Verified) restore.open(token, Optional.empty(), expected)).token();
  }

  private S bound(Restore.Verified snapshot) {
    return ((BindResult.Fit<S>) restore.bind(snapshot)).state();
  }

  /** The first snapshot of a tab that has come back, and has changed nothing. */
  Supplier<Commit> resumed(Sample<S> sample) {
    Restore.Verified brought =
        opened(seal(1, sample.state(), Optional.empty()).token(), Optional.empty());
    S state = bound(brought);
    PatchBase<S> base = patchBase();
    base.joined(Outcome.RESTORED, brought.held().whole(), state);
    return () -> base.seal(claims(2), state);
  }
}
