package dev.livestash.internal.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.report.RejectReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ClaimsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long NOW = 1_800_000_000;
  private static final Claims CLAIMS =
      new Claims(
          "shop",
          "cart",
          Optional.of("hash"),
          "AAAAAAAAAAAAAAAAAAAAAA",
          "BBBBBBBBBBB",
          3,
          17,
          40,
          2,
          NOW - 10,
          NOW + 10,
          NOW - 1000);

  private final ClaimsCodec codec = new ClaimsCodec(JSON);

  private static byte[] write(Claims claims, String state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      new ClaimsCodec(JSON).write(out, claims);
      out.writeRawValue(state);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[1,2]}", "null", "[]", "\"text\"", "12"})
  void claimsAreReadBackAndTheStateIsFoundWithoutReadingIt(String state) {
    byte[] plaintext = write(CLAIMS, state);
    ClaimsCodec.Parsed.Snapshot parsed =
        (ClaimsCodec.Parsed.Snapshot) codec.read(plaintext).orElseThrow();
    assertThat(parsed.claims()).isEqualTo(CLAIMS);
    assertThat(
            new String(
                plaintext, parsed.stateOffset(), parsed.stateLength(), StandardCharsets.UTF_8))
        .isEqualTo(state);
  }

  private static byte[] writeReference(String key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      new ClaimsCodec(JSON).writeReference(out, CLAIMS, key);
    }
    return bytes.toByteArray();
  }

  @Test
  void theNameOfTheRestingPlaceIsReadBackUnlessItIsLongerThanAStoreTakes() {
    String longest = "k".repeat(128);
    assertThat(codec.read(writeReference(longest)))
        .contains(new ClaimsCodec.Parsed.Reference(CLAIMS, longest));
    assertThat(codec.read(writeReference(longest + "k"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"iss", "aud", "sid", "own", "gen", "seq", "seen", "ver", "iat", "exp", "sst"})
  void aMissingOrMistypedClaimIsNoticed(String name) {
    ObjectNode json = (ObjectNode) JSON.readTree(write(CLAIMS, "{}"));
    Object other = json.get(name).isString() ? 5 : "text";
    json.putPOJO(name, other);
    json.set("state", json.remove("state"));
    assertThat(codec.read(JSON.writeValueAsBytes(json))).isEmpty();
    json.remove(name);
    assertThat(codec.read(JSON.writeValueAsBytes(json))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"state\":1", "null", "{\"iss\":{}}"})
  void whatIsNoClaimsSetIsNoticed(String text) {
    assertThat(codec.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private static Optional<RejectReason> check(Claims claims, UnaryOperator<Expecting> change) {
    Expecting e = change.apply(new Expecting("cart", Optional.of("hash"), 2, NOW));
    return new ClaimsCheck("shop", Duration.ofDays(30))
        .check(claims, new ClaimsCheck.Expected(e.aud, e.sub, e.ver, Instant.ofEpochSecond(e.now)));
  }

  private record Expecting(String aud, Optional<String> sub, int ver, long now) {}

  @Test
  void expectedClaimsPass() {
    assertThat(check(CLAIMS, e -> e)).isEmpty();
  }

  @Test
  void anotherViewOrUserOrIssuerIsForeign() {
    assertThat(check(CLAIMS, e -> new Expecting("basket", e.sub, e.ver, e.now)))
        .contains(RejectReason.FOREIGN);
    assertThat(check(CLAIMS, e -> new Expecting(e.aud, Optional.of("other"), e.ver, e.now)))
        .contains(RejectReason.FOREIGN);
    assertThat(check(CLAIMS, e -> new Expecting(e.aud, Optional.empty(), e.ver, e.now)))
        .contains(RejectReason.FOREIGN);
    assertThat(
            new ClaimsCheck("another shop", Duration.ofDays(30))
                .check(
                    CLAIMS,
                    new ClaimsCheck.Expected(
                        "cart", Optional.of("hash"), 2, Instant.ofEpochSecond(NOW))))
        .contains(RejectReason.FOREIGN);
  }

  @Test
  void aTokenThatExpiresNowHasExpired() {
    assertThat(check(CLAIMS, e -> new Expecting(e.aud, e.sub, e.ver, NOW + 9))).isEmpty();
    assertThat(check(CLAIMS, e -> new Expecting(e.aud, e.sub, e.ver, NOW + 10)))
        .contains(RejectReason.EXPIRED);
  }

  @Test
  void anInstancePastItsLifetimeHasExpiredHoweverFreshItsToken() {
    long later = NOW + Duration.ofDays(30).toSeconds();
    Claims renewed =
        new Claims(
            "shop",
            "cart",
            Optional.of("hash"),
            CLAIMS.sid(),
            CLAIMS.own(),
            3,
            17,
            40,
            2,
            later - 1,
            later + 100,
            NOW);
    assertThat(check(renewed, e -> new Expecting(e.aud, e.sub, e.ver, later - 1))).isEmpty();
    assertThat(check(renewed, e -> new Expecting(e.aud, e.sub, e.ver, later)))
        .contains(RejectReason.EXPIRED);
  }

  @Test
  void aLaterSchemaIsNewerAndAnEarlierOneIsForTheMigrations() {
    assertThat(check(CLAIMS, e -> new Expecting(e.aud, e.sub, 1, e.now)))
        .contains(RejectReason.NEWER);
    assertThat(check(CLAIMS, e -> new Expecting(e.aud, e.sub, 3, e.now))).isEmpty();
  }

  @Test
  void aTokenFromTheFutureIsUsed() {
    long dayBefore = NOW - Duration.ofDays(1).toSeconds();
    assertThat(check(CLAIMS, e -> new Expecting(e.aud, e.sub, e.ver, dayBefore))).isEmpty();
  }

  @Test
  void alsoOneThatWasIssuedBeforeItsInstanceStarted() {
    long dayAfter = CLAIMS.iat() + Duration.ofDays(1).toSeconds();
    assertThat(check(startedAt(dayAfter), e -> e)).isEmpty();
  }

  private static Claims startedAt(long sst) {
    return new Claims(
        CLAIMS.iss(),
        CLAIMS.aud(),
        CLAIMS.sub(),
        CLAIMS.sid(),
        CLAIMS.own(),
        CLAIMS.gen(),
        CLAIMS.seq(),
        CLAIMS.seen(),
        CLAIMS.ver(),
        CLAIMS.iat(),
        CLAIMS.exp(),
        sst);
  }

  @Test
  void reasonsHaveStableCodesAndTellTheTabNoMoreThanItNeeds() {
    assertThat(RejectReason.values())
        .extracting(RejectReason::code)
        .containsExactly(
            "expired",
            "stale",
            "foreign",
            "unreadable",
            "oversize",
            "unmigratable",
            "unusable",
            "missing",
            "revoked",
            "newer");
    assertThat(RejectReason.values())
        .extracting(RejectReason::wireCode)
        .containsOnly("expired", "stale", "rejected", "newer");
  }
}
