package dev.livestash.fuzz;

import com.github.luben.zstd.Zstd;
import dev.livestash.Forge;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.snapshot.MigrationTable;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Opener;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tools.jackson.databind.json.JsonMapper;

/** A token from a tab: the text, or what whoever has the key may have sealed. */
public final class TokenTarget {
  private static final Logger LOG = Logger.getLogger("dev.livestash");
  private static final String VIEW = "fuzz";
  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final Limits LIMITS = Limits.defaults().withMaxStateBytes(1 << 20);
  private static final KeyRing KEYS =
      KeyRing.parse(
          "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"fuzz\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U\"}]}");
  private static final Forge FORGE = new Forge(KEYS);
  private static final String PLAINTEXT =
      "{\"iss\":\"livestash\",\"aud\":\"fuzz\",\"sid\":\"fJ1aBcDeFgHiJkLmNoPqRs\",\"own\":\"aBcDeFgHiJk\","
          + "\"ver\":2,\"sst\":5,\"gen\":1,\"seq\":1,\"seen\":0,\"iat\":5,\"exp\":90,\"state\":{\"count\":1,"
          + "\"note\":\"some text that a patch can copy\"}}";
  private static final String BASE = FORGE.seal(PLAINTEXT);
  private static final ClaimsCheck.Expected EXPECTED =
      new ClaimsCheck.Expected(VIEW, Optional.empty(), 2, Instant.ofEpochSecond(10));
  private static final RestorePath<State> PATH = path();

  private TokenTarget() {}

  /** A state of a few types. */
  record State(int count, String note) {}

  private static RestorePath<State> path() {
    Opener opener = new Opener(KEYS, LIMITS.maxTokenBytes());
    return new RestorePath<>(
        opener,
        opener,
        new ClaimsCodec(JsonMapper.shared()),
        new ClaimsCheck("livestash", LIFETIME),
        new StateCodec<>(JsonMapper.shared(), State.class),
        new MigrationTable(VIEW, 2),
        new Format("livestash", Packing.plain(Compression.ZSTD), false, LIMITS, Times.defaults()));
  }

  /** What Jazzer calls first: what does not bind is said each time. */
  public static void fuzzerInitialize() {
    LOG.setLevel(Level.OFF);
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    switch (input[0]) {
      case 'e' -> edited(rest);
      case 'h' -> sealedUnderAHeader(new String(rest, StandardCharsets.UTF_8));
      case 'c' -> opened(FORGE.seal(new String(rest, StandardCharsets.UTF_8)), Optional.empty());
      case 'p' -> opened(BASE, Optional.of(patch(rest)));
      case 'z' -> opened(FORGE.seal(FORGE.header(), rest), Optional.empty());
      default -> refused(new String(input, StandardCharsets.UTF_8));
    }
  }

  /** An authentic token with some characters changed: three bytes each, for where and what. */
  private static void edited(byte[] edits) {
    StringBuilder token = new StringBuilder(BASE);
    for (int i = 0; i + 2 < edits.length; i += 3) {
      int at = (((edits[i] & 0xFF) << 8) | (edits[i + 1] & 0xFF)) % token.length();
      token.setCharAt(at, (char) edits[i + 2]);
    }
    if (!token.toString().equals(BASE)) {
      refused(token.toString());
    }
  }

  /** What is authentic, and perhaps nothing else. */
  private static void sealedUnderAHeader(String text) {
    int end = text.indexOf('\n');
    String header = end < 0 ? text : text.substring(0, end);
    String plaintext = end < 0 ? PLAINTEXT : text.substring(end + 1);
    opened(FORGE.seal(header, Forge.compressed(plaintext)), Optional.empty());
  }

  private static String patch(byte[] payload) {
    String header = FORGE.header().replace("}", ",\"zd\":\"b:1.1\"}");
    byte[] own = "aBcDeFgHiJk".getBytes(StandardCharsets.US_ASCII);
    byte[] patch = Arrays.copyOf(own, own.length + payload.length);
    System.arraycopy(payload, 0, patch, own.length, payload.length);
    return FORGE.seal(header, Zstd.compress(patch));
  }

  private static void refused(String token) {
    for (Optional<String> patch : Arrays.asList(Optional.<String>empty(), Optional.of(token))) {
      if (!(PATH.open(token, patch, EXPECTED) instanceof Restore.Refused)) {
        throw new AssertionError("taken, though nobody has sealed it: " + token);
      }
    }
    if (!(PATH.open(BASE, Optional.of(token), EXPECTED) instanceof Restore.Refused)) {
      throw new AssertionError("taken as a patch, though nobody has sealed it: " + token);
    }
  }

  private static void opened(String token, Optional<String> patch) {
    Restore restore = PATH.open(token, patch, EXPECTED);
    if (restore instanceof Restore.Usable usable && !usable.token().aud().equals(VIEW)) {
      throw new AssertionError("another view's token is taken");
    }
    if (restore instanceof Restore.Verified verified) {
      var unused = PATH.bind(verified);
    }
  }
}
