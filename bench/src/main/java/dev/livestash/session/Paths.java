package dev.livestash.session;

import dev.livestash.session.CommitPath.Result;
import dev.livestash.state.Compression;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The product's own two paths, with nothing around them. */
@NullMarked
final class Paths {
  static final String KEYS =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"benchmark\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U\"}]}";
  static final JsonMapper MAPPER = JsonMapper.shared();
  private static final long NOW = 1_790_000_000;

  final CommitPath<Board> commit;
  final RestorePath<Board> restore;

  Paths(Compression compression) {
    Settings settings =
        new Settings(
            "livestash",
            Duration.ofHours(24),
            Duration.ofDays(30),
            4 << 20,
            16 << 20,
            1024,
            1000,
            compression,
            Duration.ZERO,
            false,
            1);
    KeyRing keys = KeyRing.parse(KEYS);
    StateCodec<Board> states = new StateCodec<>(MAPPER, Board.class);
    ClaimsCodec claims = new ClaimsCodec(MAPPER);
    commit = new CommitPath<>(claims, states, new Sealer(keys, new SecureRandom()), settings);
    restore =
        new RestorePath<>(
            new Opener(keys, 4 << 20),
            claims,
            new ClaimsCheck("livestash", Duration.ofDays(30)),
            states,
            settings);
  }

  static Claims claims(long seq) {
    return new Claims(
        "livestash",
        "board",
        Optional.empty(),
        "fJ1aBcDeFgHiJkLmNoPqRs",
        "aBcDeFgHiJk",
        3,
        seq,
        seq + 40,
        1,
        NOW,
        NOW + 86_400,
        NOW - 5_000);
  }

  Result.Sealed seal(long seq, Board board, @Nullable HeldBase base) {
    return (Result.Sealed) commit.commit(claims(seq), board, base);
  }

  Object open(String token, Optional<String> patch) {
    ClaimsCheck.Expected expected =
        new ClaimsCheck.Expected("board", Optional.empty(), 1, Instant.ofEpochSecond(NOW + 1));
    RestorePath.Restore restored = restore.open(token, patch, expected);
    return restore.bind((RestorePath.Restore.Verified) restored);
  }
}
