package dev.livestash.internal.snapshot;

import dev.livestash.Logs;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealer;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.view.Migrations;
import java.lang.reflect.Type;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** A node that seals a state, and another one that opens its token: each with all of its own. */
final class TwoNodes {
  private static final KeyRing KEYS =
      KeyRing.parse(
          "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"types\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U\"}]}");
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(1);

  private final JsonMapper mapper;
  private final boolean inDevelopment;
  private final Limits limits;

  TwoNodes(JsonMapper mapper, boolean inDevelopment) {
    this(mapper, inDevelopment, Limits.defaults());
  }

  private TwoNodes(JsonMapper mapper, boolean inDevelopment, Limits limits) {
    this.mapper = mapper;
    this.inDevelopment = inDevelopment;
    this.limits = limits;
  }

  /** The same, but states may not be larger. */
  TwoNodes withMaxStateBytes(int bytes) {
    return new TwoNodes(mapper, inDevelopment, limits.withMaxStateBytes(bytes));
  }

  static TwoNodes inDevelopment() {
    return new TwoNodes(JsonMapper.builder().build(), true);
  }

  /**
   * What became of a state.
   *
   * @param restored what the other node has; empty if there was no token, or it did not bind
   * @param said what the log said
   */
  record Result(Optional<Object> restored, List<String> said) {}

  /** Sends a state through a token. */
  Result send(Type type, Object state) {
    return send(type, state, type);
  }

  /** Sends a state to a node that has another type for it. */
  Result send(Type type, Object state, Type typeThere) {
    try (Logs logs = Logs.ofThisThread()) {
      Optional<Object> restored = sealed(type, state).flatMap(token -> opened(typeThere, token));
      return new Result(restored, logs.lines());
    }
  }

  /** Sends a state to a node of the next release, which has migrations from version 1 to 2. */
  Result migrate(Type type, Object state, Type typeThere, Consumer<Migrations> migrations) {
    MigrationTable table = new MigrationTable("types", 2);
    migrations.accept(table);
    try (Logs logs = Logs.ofThisThread()) {
      Optional<Object> restored =
          sealed(type, state).flatMap(token -> opened(restorePath(typeThere, table), token, 2));
      return new Result(restored, logs.lines());
    }
  }

  /** The way to a token on the first node. */
  CommitPath<Object> commitPath(Type type) {
    return new CommitPath<>(
        new ClaimsCodec(JsonMapper.shared()),
        new StateCodec<>(mapper, type),
        new Sealer(KEYS, new SecureRandom(), System::nanoTime),
        format());
  }

  private Optional<String> sealed(Type type, Object state) {
    return commitPath(type).commit(claims(1), state, null) instanceof Commit.Sealed sealed
        ? Optional.of(sealed.token())
        : Optional.empty();
  }

  /** The way back, on the second. */
  RestorePath<Object> restorePath(Type type) {
    return restorePath(type, new MigrationTable("types", 1));
  }

  private RestorePath<Object> restorePath(Type type, MigrationTable migrations) {
    Format format = format();
    Opener opener = new Opener(KEYS, format.limits().maxTokenBytes());
    return new RestorePath<>(
        opener,
        opener,
        new ClaimsCodec(JsonMapper.shared()),
        new ClaimsCheck("types", LIFETIME),
        new StateCodec<>(mapper.rebuild().build(), type),
        migrations,
        format);
  }

  /** What a tab has brought. */
  static Restore.Verified opened(RestorePath<Object> path, String token, Optional<String> patch) {
    return opened(path, token, patch, 1);
  }

  private static Restore.Verified opened(
      RestorePath<Object> path, String token, Optional<String> patch, int version) {
    ClaimsCheck.Expected expected =
        new ClaimsCheck.Expected("types", Optional.empty(), version, NOW);
    return (Restore.Verified) path.open(token, patch, expected);
  }

  private Optional<Object> opened(Type type, String token) {
    return opened(restorePath(type), token, 1);
  }

  private static Optional<Object> opened(RestorePath<Object> path, String token, int version) {
    Restore.Verified verified = opened(path, token, Optional.empty(), version);
    return path.bind(verified) instanceof BindResult.Fit<Object> fit
        ? Optional.of(fit.state())
        : Optional.empty();
  }

  private Format format() {
    return new Format(
        "types",
        Packing.plain(Compression.ZSTD),
        inDevelopment,
        limits,
        Times.defaults().withTokenLifetime(LIFETIME).withInstanceLifetime(LIFETIME));
  }

  static Claims claims(long seq) {
    long now = NOW.getEpochSecond();
    return new Claims(
        "types",
        "types",
        Optional.empty(),
        "fJ1aBcDeFgHiJkLmNoPqRs",
        "aBcDeFgHiJk",
        1,
        seq,
        0,
        1,
        now,
        now + 60,
        now);
  }
}
