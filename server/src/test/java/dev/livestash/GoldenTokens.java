package dev.livestash;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.jwk.JWKSet;
import dev.livestash.internal.pack.Compressor;
import dev.livestash.internal.pack.Inflated;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Admission;
import dev.livestash.settings.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The frozen tokens of {@code protocol/vectors/tokens}: one file for each release that made some.
 */
record GoldenTokens(String release, Instant now, JsonNode keys, List<Golden> tokens) {
  static final JsonMapper JSON = JsonMapper.shared();
  static final Path FOLDER = Path.of("../protocol/vectors/tokens");

  private static final int MAX_BYTES = 1 << 20;

  /** How much of their life the tokens have behind them when they are opened. */
  private static final Duration AGE = Duration.ofHours(23);

  /**
   * What a tab held.
   *
   * @param binding what it is bound to, if it is
   * @param patch the patch against the token, if there is one
   * @param claims the claims of the newest snapshot
   * @param state its state
   * @param shows what each release's view renders of it
   */
  record Golden(
      String name,
      Optional<String> binding,
      String token,
      Optional<String> patch,
      JsonNode claims,
      JsonNode state,
      JsonNode shows) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<GoldenTokens> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(GoldenTokens::read).toList();
    }
  }

  private static GoldenTokens read(Path file) {
    return JSON.readValue(file.toFile(), GoldenTokens.class);
  }

  /** A server of the time when the tokens were made. */
  TestServer making(Shape<?> view, UnaryOperator<LiveStashBuilder> configure) {
    return server(now, view, configure);
  }

  /** A server shortly before they expire. */
  TestServer opening(Shape<?> view, UnaryOperator<LiveStashBuilder> configure) {
    return server(now.plus(AGE), view, configure);
  }

  private TestServer server(
      Instant time, Shape<?> view, UnaryOperator<LiveStashBuilder> configure) {
    Clock clock = Clock.fixed(time, ZoneOffset.UTC);
    return new TestServer(
            KeyRing.parse(keys.toString()), builder -> configure.apply(builder.clock(clock)))
        .mount("shape", view);
  }

  /** What is in a token, with plain Nimbus. */
  byte[] plaintext(String token) {
    try {
      JWEObject jwe = JWEObject.parse(token);
      jwe.decrypt(
          new AESDecrypter(JWKSet.parse(keys.toString()).getKeys().get(0).toOctetSequenceKey()));
      byte[] payload = jwe.getPayload().toBytes();
      // What is standard, Nimbus has inflated itself.
      return jwe.getHeader().getCompressionAlgorithm() == null
          ? ((Inflated.Plain) Compressor.of(Compression.ZSTD).inflate(payload, MAX_BYTES)).bytes()
          : payload;
    } catch (ParseException | JOSEException failure) {
      throw new AssertionError(failure);
    }
  }

  static UnaryOperator<LiveStashBuilder> bound(Optional<String> binding) {
    Admission who = binding.map(Admission::as).orElseGet(Admission::anonymous);
    return builder -> builder.admit(exchange -> who);
  }
}
