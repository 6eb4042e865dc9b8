package dev.livestash.session;

import dev.livestash.session.CommitPath.Result;
import dev.livestash.session.RestorePath.Restore;
import dev.livestash.state.Bound;
import dev.livestash.state.Packing;
import dev.livestash.state.StateCodec;
import dev.livestash.token.Claims;
import dev.livestash.token.ClaimsCheck;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.KeyRing;
import dev.livestash.token.Opener;
import dev.livestash.token.Sealer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

  /** So long after one snapshot comes the next: its times are others. */
  private static final int SECONDS_BETWEEN = 137;

  private final CommitPath<S> commit;
  private final RestorePath<S> restore;

  Paths(Class<S> type, Packing packing) {
    Settings settings = settings(packing);
    StateCodec<S> states = new StateCodec<>(MAPPER, type);
    ClaimsCodec claims = new ClaimsCodec(MAPPER);
    commit = new CommitPath<>(claims, states, new Sealer(KEYS, new SecureRandom()), settings);
    ClaimsCheck check = new ClaimsCheck(ISSUER, LIFETIME);
    Opener opener = new Opener(KEYS, MAX_TOKEN_BYTES);
    restore =
        new RestorePath<>(
            opener, opener, claims, check, states, new MigrationTable(VIEW, 1), settings);
  }

  private static Settings settings(Packing packing) {
    return new Settings(
        ISSUER,
        Duration.ofHours(24),
        LIFETIME,
        MAX_TOKEN_BYTES,
        16 << 20,
        1024,
        1000,
        packing,
        Duration.ZERO,
        false,
        1);
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

  Result.Sealed seal(long seq, S state, Optional<HeldBase> base) {
    return seal(claims(seq), state, base);
  }

  Result.Sealed seal(Claims claims, S state, Optional<HeldBase> base) {
    return (Result.Sealed) commit.commit(claims, state, base.orElse(null));
  }

  /** For a session's patches. */
  PatchBase<S> patchBase() {
    return new PatchBase<>(commit);
  }

  S open(String token, Optional<String> patch) {
    ClaimsCheck.Expected expected =
        new ClaimsCheck.Expected(
            VIEW, Optional.empty(), 1, Instant.ofEpochSecond(NOW + 3L * SECONDS_BETWEEN));
    Restore restored = restore.open(token, patch, expected);
    Bound<S> bound = restore.bind((Restore.Verified) restored);
    return ((Bound.Fit<S>) bound).state();
  }
}
