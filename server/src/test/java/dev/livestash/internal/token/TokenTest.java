package dev.livestash.internal.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import dev.livestash.keys.KeyRing;
import dev.livestash.keys.TestKeys;
import dev.livestash.report.RejectReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenTest {
  private static final byte[] PAYLOAD = "the payload of a token".getBytes(StandardCharsets.UTF_8);
  private static final int MAX_BYTES = 4096;

  @TempDir Path folder;
  private KeyRing keys;
  private String token;

  @BeforeEach
  void seal() {
    keys = KeyRing.development(folder.resolve("keys.json"));
    token =
        new Sealer(keys, new SecureRandom(), System::nanoTime)
            .seal(PAYLOAD, "zc", "zstd", Optional.empty());
  }

  private Opened open(String sealed) {
    return new Opener(keys, MAX_BYTES).open(sealed);
  }

  private void isUnreadable(String sealed) {
    assertThat(open(sealed)).isEqualTo(new Opened.Rejected(RejectReason.UNREADABLE));
  }

  @Test
  void whatWasSealedOpens() {
    assertThat(open(token))
        .isInstanceOfSatisfying(
            Opened.Valid.class,
            valid -> {
              assertThat(valid.payload()).isEqualTo(PAYLOAD);
              assertThat(valid.sealing().compression()).isEqualTo("zc");
              assertThat(valid.sealing().method()).isEqualTo("zstd");
            });
  }

  @Test
  void theHeaderIsTheOneOfTheProtocol() throws Exception {
    JWEHeader header = JWEObject.parse(token).getHeader();
    assertThat(header.toJSONObject())
        .containsOnlyKeys("alg", "enc", "kid", "typ", "cty", "zc")
        .containsEntry("alg", "A256KW")
        .containsEntry("enc", "A256GCM")
        .containsEntry("typ", "livestash")
        .containsEntry("cty", "json")
        .containsEntry("zc", "zstd");
  }

  @Test
  void plainNimbusOpensIt() throws Exception {
    JWEObject parsed = JWEObject.parse(token);
    parsed.decrypt(new AESDecrypter(keys.newest().secret()));
    assertThat(parsed.getPayload().toBytes()).isEqualTo(PAYLOAD);
  }

  @Test
  void whatPlainNimbusSealedOpens() throws Exception {
    JWEObject foreign = new JWEObject(header(JWEAlgorithm.A256KW).build(), new Payload(PAYLOAD));
    foreign.encrypt(new AESEncrypter(keys.newest().secret()));
    assertThat(open(foreign.serialize())).isInstanceOf(Opened.Valid.class);
  }

  private JWEHeader.Builder header(JWEAlgorithm algorithm) {
    return new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM)
        .keyID(keys.newest().kid())
        .type(new JOSEObjectType("livestash"))
        .customParam("zc", "zstd");
  }

  @Test
  void anotherAlgorithmIsRefusedEvenWithTheRightKey() throws Exception {
    JWEObject direct = new JWEObject(header(JWEAlgorithm.DIR).build(), new Payload(PAYLOAD));
    direct.encrypt(new DirectEncrypter(keys.newest().secret()));
    isUnreadable(direct.serialize());
  }

  @Test
  void anotherTypeIsRefusedEvenWithTheRightKey() throws Exception {
    JWEHeader other =
        new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM)
            .keyID(keys.newest().kid())
            .type(JOSEObjectType.JWT)
            .build();
    JWEObject foreign = new JWEObject(other, new Payload(PAYLOAD));
    foreign.encrypt(new AESEncrypter(keys.newest().secret()));
    isUnreadable(foreign.serialize());
  }

  @Test
  void everyTokenHasAnIvOfItsOwnBelowAWrappedKeyThatTheyShare() {
    Sealer sealer = new Sealer(keys, new SecureRandom(), System::nanoTime);
    List<String[]> two =
        IntStream.range(0, 2)
            .mapToObj(i -> sealer.seal(PAYLOAD, "zc", "zstd", Optional.empty()).split("\\.", -1))
            .toList();
    IntStream.range(0, 2).forEach(i -> assertThat(two.get(0)[i]).isEqualTo(two.get(1)[i]));
    IntStream.range(2, 5).forEach(i -> assertThat(two.get(0)[i]).isNotEqualTo(two.get(1)[i]));
  }

  static int[] regions() {
    return new int[] {0, 1, 2, 3, 4};
  }

  @ParameterizedTest
  @MethodSource("regions")
  void aChangeInAnyRegionIsNoticed(int region) {
    String[] parts = token.split("\\.", -1);
    for (int at : new int[] {0, parts[region].length() / 2}) {
      String[] changed = parts.clone();
      char[] letters = changed[region].toCharArray();
      letters[at] = letters[at] == 'A' ? 'B' : 'A';
      changed[region] = new String(letters);
      isUnreadable(String.join(".", changed));
    }
  }

  /**
   * An opener remembers headers, and a thread its ciphers: neither makes the next token authentic.
   */
  @ParameterizedTest
  @MethodSource("regions")
  void aChangeInAnyRegionIsNoticedByAnOpenerThatHasOpenedTheToken(int region) {
    Opener opener = new Opener(keys, MAX_BYTES);
    assertThat(opener.open(token)).isInstanceOf(Opened.Valid.class);
    String[] parts = token.split("\\.", -1);
    parts[region] = (parts[region].startsWith("A") ? "B" : "A") + parts[region].substring(1);
    assertThat(opener.open(String.join(".", parts)))
        .isEqualTo(new Opened.Rejected(RejectReason.UNREADABLE));
    assertThat(opener.open(token)).isInstanceOf(Opened.Valid.class);
  }

  @ParameterizedTest
  @MethodSource("regions")
  void aMissingRegionIsNoticed(int region) {
    String[] parts = token.split("\\.", -1);
    parts[region] = "";
    isUnreadable(String.join(".", parts));
    String[] fewer =
        IntStream.range(0, 5)
            .filter(i -> i != region)
            .mapToObj(i -> parts[i])
            .toArray(String[]::new);
    isUnreadable(String.join(".", fewer));
  }

  @Test
  void everyTruncationIsNoticed() {
    IntStream.range(0, token.length() - 1).forEach(end -> isUnreadable(token.substring(0, end)));
  }

  @Test
  void regionsOfTwoTokensDoNotMix() {
    String[] one = token.split("\\.", -1);
    String[] other =
        new Sealer(keys, new SecureRandom(), System::nanoTime)
            .seal(PAYLOAD, "zc", "zstd", Optional.empty())
            .split("\\.", -1);
    for (int region = 1; region < 5; region++) {
      String[] mixed = Arrays.copyOf(one, 5);
      mixed[region] = other[region];
      isUnreadable(String.join(".", mixed));
    }
  }

  @Test
  void aTokenOverTheLimitIsNotEvenParsed() {
    assertThat(open("x".repeat(MAX_BYTES + 1)))
        .isEqualTo(new Opened.Rejected(RejectReason.OVERSIZE));
  }

  @Test
  void aRotatedKeyStillOpensAndTheNewOneSeals() {
    KeyRing next = KeyRing.development(folder.resolve("next.json"));
    KeyRing rotated = TestKeys.both(next, keys);
    assertThat(new Opener(rotated, MAX_BYTES).open(token)).isInstanceOf(Opened.Valid.class);
    isUnreadable(
        new Sealer(rotated, new SecureRandom(), System::nanoTime)
            .seal(PAYLOAD, "zc", "zstd", Optional.empty()));
  }
}
