package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dictionaries and padding, over real sockets. */
class SmallTokenTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Dictionary FIRST = trained("counted");
  private static final Dictionary SECOND = trained("reckoned");
  @TempDir Path folder;

  private static Dictionary trained(String word) {
    List<byte[]> states =
        IntStream.range(0, 500)
            .mapToObj(i -> "{\"count\":%d,\"note\":\"%s %d times\"}".formatted(i, word, i * i))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    return DictionaryTrainer.train(states, 1024);
  }

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, configure).mount("counter", new Counter());
  }

  private TestServer with(Dictionary... dictionaries) {
    return server(builder -> builder.dictionaries(dictionaries));
  }

  /** Notes a text in a tab of its own; returns the first, whole snapshot and the last one. */
  private static List<JsonNode> snapshots(TestServer server, String note) {
    try (TestTab tab = server.tab("counter")) {
      JsonNode whole = tab.joinNew("counter");
      tab.send(event(1, "note", note));
      return List.of(whole, tab.last("keep"));
    }
  }

  private static String outcome(TestServer server, JsonNode keep, String note) {
    try (TestTab tab = server.tab("counter")) {
      JsonNode joined = tab.send(join("counter", 9, keep)).expect("joined");
      String outcome = joined.get("outcome").asString();
      if (outcome.equals("restored")) {
        assertThat(joined.get("data").get("note").asString()).isEqualTo(note);
      }
      return outcome;
    }
  }

  private static JsonNode header(JsonNode keep) {
    String encoded = keep.get("token").asString().split("\\.", 2)[0];
    return JSON.readTree(Base64.getUrlDecoder().decode(encoded));
  }

  @Test
  void aDictionaryMakesTheTokenSmallerAndIsNamedInIt() {
    try (TestServer plain = with();
        TestServer small = with(FIRST)) {
      JsonNode without = snapshots(plain, "x").get(0);
      JsonNode keep = snapshots(small, "x").get(0);
      assertThat(header(without).has("zd")).isFalse();
      assertThat(header(keep).get("zd").asString()).isEqualTo(FIRST.id());
      assertThat(keep.get("token").asString())
          .hasSizeLessThan(without.get("token").asString().length());
    }
  }

  @Test
  void aTokenAndItsPatchOpenOnEveryNodeThatListsTheDictionary() {
    JsonNode keep;
    try (TestServer first = with(FIRST)) {
      keep = snapshots(first, "noted").get(1);
      assertThat(keep.has("patch")).isTrue();
    }
    try (TestServer rotated = with(SECOND, FIRST)) {
      assertThat(outcome(rotated, keep, "noted")).isEqualTo("restored");
      assertThat(header(snapshots(rotated, "x").get(0)).get("zd").asString())
          .isEqualTo(SECOND.id());
    }
    try (TestServer without = with(SECOND)) {
      assertThat(outcome(without, keep, "noted")).isEqualTo("new");
      assertThat(without.rejections).containsExactly(RejectReason.UNREADABLE);
    }
  }

  @Test
  void theBuiltInDictionaryOpensWithoutBeingListed() {
    JsonNode keep;
    try (TestServer first = with(Dictionary.claims())) {
      keep = snapshots(first, "noted").get(1);
      assertThat(header(snapshots(first, "x").get(0)).get("zd").asString())
          .isEqualTo(Dictionary.claims().id());
    }
    try (TestServer plain = with()) {
      assertThat(outcome(plain, keep, "noted")).isEqualTo("restored");
    }
  }

  @Test
  void aLargeStateTakesNoDictionary() {
    try (TestServer small = with(FIRST)) {
      JsonNode first;
      try (TestTab tab = small.tab("counter")) {
        tab.joinNew("counter");
        tab.send(event(1, "note", "x".repeat(10_000)));
        first = tab.last("keep");
      }
      try (TestServer other = with();
          TestTab tab = other.tab("counter")) {
        // What the tab holds needs the dictionary still, for its base is of before.
        tab.send(join("counter", 9, first)).expect("joined");
      }
      try (TestTab tab = small.tab("counter")) {
        tab.send(join("counter", 9, first)).expect("joined");
        assertThat(header(tab.expect("keep")).has("zd")).isFalse();
      }
    }
  }

  @Test
  void paddedTokensAndPatchesHaveLengthsOfBucketsOnly() {
    try (TestServer padded = server(builder -> builder.padding(128));
        TestServer plain = with()) {
      for (String note : List.of("", "a", "a longer note", "x".repeat(300))) {
        for (JsonNode keep : snapshots(padded, note)) {
          assertThat(payloadBytes(keep.get("token").asString()) % 128).isZero();
          if (keep.has("patch")) {
            assertThat(payloadBytes(keep.get("patch").asString()) % 128).isZero();
          }
        }
        assertThat(outcome(plain, snapshots(padded, note).get(1), note)).isEqualTo("restored");
      }
    }
  }

  private static int payloadBytes(String token) {
    return Base64.getUrlDecoder().decode(token.split("\\.", 5)[3]).length;
  }

  @Test
  void paddingThatCannotBeIsRefused() {
    KeyRing keys = KeyRing.development(folder.resolve("keys.json"));
    LiveStashBuilder deflate =
        LiveStash.builder().keys(keys).compression(Compression.DEFLATE).padding(64);
    assertThatThrownBy(deflate::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DEFLATE has no padding");
    for (int bytes : new int[] {-1, 0, 15, 65_537}) {
      assertThatThrownBy(() -> LiveStash.builder().padding(bytes))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
