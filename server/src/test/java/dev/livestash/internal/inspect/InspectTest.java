package dev.livestash.internal.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.Forge;
import dev.livestash.internal.inspect.Inspection.Kind;
import dev.livestash.internal.inspect.Inspection.Open;
import dev.livestash.internal.inspect.Inspection.Reason;
import dev.livestash.internal.inspect.Inspection.Shut;
import dev.livestash.internal.pack.Compressor;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path FROZEN = Path.of("../protocol/vectors/tokens/0.1.0.json");
  private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
  private static final String CLAIMS =
      "{\"iss\":\"livestash\",\"aud\":\"a\",\"sid\":\"s\",\"own\":\"o\",\"ver\":1,\"sst\":1,\"gen\":2,\"seq\":7,"
          + "\"seen\":3,\"iat\":1,\"exp\":2,";
  private static final int MANY = 400;

  @TempDir Path folder;
  private final JsonNode frozen = JSON.readTree(FROZEN.toFile());
  private final KeyRing ring = KeyRing.parse(frozen.get("keys").toString());
  private final Forge forge = new Forge(ring);
  private Path keys;

  @BeforeEach
  void writeKeys() throws IOException {
    keys = folder.resolve("keys.json");
    Files.writeString(keys, frozen.get("keys").toString());
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
  }

  static Stream<String> names() {
    return JSON.readTree(FROZEN.toFile()).get("tokens").valueStream().map(InspectTest::name);
  }

  private static String name(JsonNode token) {
    return token.get("name").asString();
  }

  private JsonNode token(String name) {
    return frozen
        .get("tokens")
        .valueStream()
        .filter(one -> name(one).equals(name))
        .findFirst()
        .get();
  }

  private Inspection run(String... arguments) {
    return run(InputStream.nullInputStream(), arguments);
  }

  private Inspection run(InputStream in, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--keys", keys.toString()));
    return Inspect.run(all, in);
  }

  private Open open(String... arguments) {
    return (Open) run(arguments);
  }

  private Shut shut(String... arguments) {
    return (Shut) run(arguments);
  }

  private Open newest(JsonNode token) {
    JsonNode patch = token.get("patch");
    String whole = token.get("token").asString();
    return patch.isNull() ? open(whole) : open(patch.asString(), "--base", whole);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFrozenTokenIsTakenApart(String name) {
    JsonNode token = token(name);
    Open open = newest(token);
    assertThat(open.kind()).isEqualTo(token.get("patch").isNull() ? Kind.WHOLE : Kind.PATCH);
    assertThat(JSON.readTree(open.content())).isEqualTo(token.get("state"));
    String report = Report.of(open, NOW);
    for (var claim : token.get("claims").properties()) {
      assertThat(report)
          .containsPattern("(?m)^" + claim.getKey() + " +" + claim.getValue().asString());
    }
    assertThat(JSON.readTree(report.substring(report.indexOf("\n{"))))
        .isEqualTo(token.get("state"));
  }

  @Test
  void aReportHasSizesAndTimes() {
    Open open = newest(token("base and patch, zstd"));
    assertThat(Report.of(open, NOW))
        .contains("kind         patch: the snapshot 1.2, against the base 1.1\n")
        .contains("token        " + open.sizes().token() + " bytes\n")
        .containsPattern("state +\\d+ bytes\n")
        .contains("iat          1893456000 (2030-01-01T00:00:00Z)\n")
        .contains("exp          1893542400 (2030-01-02T00:00:00Z)\n");
    assertThat(Report.of(open, NOW.plusSeconds(86_400))).contains("Z), which is over\n");
  }

  @Test
  void theTokenMayComeFromAFileOrTheStandardInput() throws IOException {
    JsonNode token = token("base and patch, zstd");
    Path base = Files.writeString(folder.resolve("base"), token.get("token").asString() + "\n");
    byte[] patch = (token.get("patch").asString() + "\n").getBytes(StandardCharsets.US_ASCII);
    Inspection given = run(new ByteArrayInputStream(patch), "-", "--base", base.toString());
    assertThat(Report.of(given, NOW)).isEqualTo(Report.of(newest(token), NOW));
  }

  @Test
  void aPatchAsksForItsOwnBase() {
    JsonNode token = token("base and patch, zstd");
    String patch = token.get("patch").asString();
    Shut alone = shut(patch);
    assertThat(alone.reason()).isEqualTo(Reason.NEEDS_BASE);
    assertThat(alone.sentence()).contains("1.1");
    assertThat(shut(patch, "--base", token("whole, zstd").get("token").asString()).reason())
        .isEqualTo(Reason.WRONG_BASE);
    assertThat(shut(patch, "--base", patch).reason()).isEqualTo(Reason.NEEDS_BASE);
    assertThat(shut(patch, "--base", "x").reason()).isEqualTo(Reason.NO_TOKEN);
    String other = forge.seal(CLAIMS + "\"state\":1}");
    assertThat(shut(patch, "--base", other).reason()).isEqualTo(Reason.WRONG_BASE);
  }

  @Test
  void aSmallTokenNamesWhatRestsInAStore() {
    Open small = open(forge.seal(CLAIMS + "\"rest\":\"s#2.o\"}"));
    assertThat(small.kind()).isEqualTo(Kind.REFERENCE);
    assertThat(Report.of(small, NOW))
        .contains("kind         small: the state is not in it; it rests in a store as s#2.o\n");
  }

  @Test
  void paddingIsTold() {
    byte[] plain = (CLAIMS + "\"state\":1}").getBytes(StandardCharsets.UTF_8);
    Compressor padding = Compressor.of(Compression.ZSTD, Optional.empty(), 4096);
    Open open = open(forge.seal(forge.header(), padding.compress(plain, plain.length)));
    assertThat(open.sizes().packed()).isEqualTo(4096);
    assertThat(4096 - open.sizes().padding()).isBetween(50, plain.length + 20);
  }

  @Test
  void anUnknownKeyIsNamed() {
    String token = forge.seal(forge.header().replace("golden", "lost"), new byte[1]);
    assertThat(shut(token).reason()).isEqualTo(Reason.UNKNOWN_KEY);
    assertThat(shut(token).sentence()).contains("\"lost\"").contains("golden");
    assertThat(shut(token).header().get()).contains("lost");
  }

  @Test
  void whatIsMissingOfItsContentIsSaid() {
    String header = forge.header();
    assertThat(
            shut(forge.seal(header.replace("\"zc\"", "\"zd\":\"d1\",\"zc\""), new byte[1]))
                .reason())
        .isEqualTo(Reason.UNKNOWN_DICTIONARY);
    assertThat(shut(forge.seal(header, new byte[9])).reason()).isEqualTo(Reason.CORRUPT);
    assertThat(shut(forge.seal("{}")).reason()).isEqualTo(Reason.CORRUPT);
    assertThat(shut(forge.seal(header.replace("livestash", "JWT"), new byte[1])).reason())
        .isEqualTo(Reason.OTHER_KIND);
    String bomb = "1".repeat(Inspector.MAX_PLAINTEXT_BYTES + 1);
    assertThat(shut(forge.seal(bomb)).reason()).isEqualTo(Reason.OVERSIZE);
    assertThat(shut("e".repeat(Inspector.MAX_TOKEN_CHARS + 1)).reason()).isEqualTo(Reason.OVERSIZE);
  }

  static Stream<String> tokens() {
    return names().filter(name -> name.startsWith("whole"));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aChangedTokenIsTampered(String name) {
    String token = token(name).get("token").asString();
    int body = token.indexOf('.') + 1;
    for (int at = body; at < token.length(); at += 3) {
      if (token.charAt(at) != '.') {
        char other = token.charAt(at) == 'A' ? 'Q' : 'A';
        String changed = token.substring(0, at) + other + token.substring(at + 1);
        assertThat(shut(changed).reason()).as("at " + at).isIn(Reason.TAMPERED, Reason.NO_TOKEN);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aTokenThatWasCutIsTruncated(String name) {
    String token = token(name).get("token").asString();
    for (int length = token.indexOf('.'); length < token.length(); length++) {
      assertThat(shut(token.substring(0, length)).reason()).isEqualTo(Reason.TRUNCATED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        ".",
        "....",
        "\u0000",
        "eyJ9",
        "{}",
        "bnVsbA....",
        "eyJhbGciOm51bGx9....",
        "/"
      })
  void whatIsNoTokenIsNone(String text) {
    assertThat(shut(text).reason()).isIn(Reason.NO_TOKEN, Reason.OTHER_KIND, Reason.TRUNCATED);
  }

  @Test
  void noiseIsAnswered() {
    Random random = new Random(1);
    String token = token("whole, zstd").get("token").asString();
    for (int i = 0; i < MANY; i++) {
      char[] noise = token.toCharArray();
      IntStream.range(0, 1 + random.nextInt(9))
          .forEach(n -> noise[random.nextInt(noise.length)] = (char) random.nextInt(128));
      String text =
          random.nextInt(9) == 0 ? new String(Arrays.copyOf(noise, 99)) : new String(noise);
      assertThat(text.equals(token) ? shut("x") : shut(text)).isNotNull();
    }
  }

  @Test
  void nothingWritesToTheTerminalWhatItLikes() {
    String token =
        forge.seal(
            CLAIMS.replace("\"aud\":\"a\"", "\"aud\":\"\u009b2J\"") + "\"state\":[\"\u202e\",{}]}");
    assertThat(Report.of(open(token), NOW))
        .contains("aud          \\u009b2J\n")
        .endsWith("[\n  \"\\u202e\",\n  {}\n]\n");
  }

  @Test
  void noKeyIsPrinted() {
    String secret = frozen.get("keys").get("keys").get(0).get("k").asString();
    for (JsonNode token : frozen.get("tokens")) {
      assertThat(Report.of(newest(token), NOW)).doesNotContain(secret);
    }
    assertThat(Report.of(run("x"), NOW)).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--keys", "x", "x y --keys K", "x --keys K --base", "x --key K"})
  void whatIsNoCommandIsMisuse(String line) {
    List<String> arguments =
        Stream.of(line.split(" ")).map(word -> word.replace("K", keys.toString())).toList();
    assertThatThrownBy(() -> Inspect.run(arguments, InputStream.nullInputStream()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysThatAreNotThereAreAsked() {
    assertThatThrownBy(
            () ->
                Inspect.run(
                    List.of("x", "--keys", folder.resolve("none").toString()),
                    InputStream.nullInputStream()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No key file");
  }
}
