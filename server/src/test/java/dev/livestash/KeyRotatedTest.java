package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import dev.livestash.keys.KeyTool;
import dev.livestash.report.RejectReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Live tabs while the keys of their server are rotated, over real sockets. */
class KeyRotatedTest {
  @TempDir Path folder;

  private String file;
  private KeyRing ring;

  @BeforeEach
  void make() {
    file = folder.resolve("keys.json").toString();
    KeyTool.main(new String[] {file});
    ring = KeyRing.load(Path.of(file));
  }

  private TestServer server(KeyRing keys) {
    return new TestServer(
            keys,
            builder ->
                builder
                    .times(times -> times.withLinger(Duration.ZERO))
                    .limits(limits -> limits.withMaxLingering(1))
                    .times(times -> times.withKeyReloadInterval(Duration.ofHours(1))))
        .mount("counter", new Counter());
  }

  private void rotate() {
    KeyTool.main(new String[] {"add", file});
    List<String> kids = KeyRing.load(Path.of(file)).kids();
    KeyTool.main(new String[] {"promote", file, kids.get(kids.size() - 1)});
  }

  private static String kid(JsonNode keep, String member) {
    String header = keep.get(member).asString().split("\\.", 2)[0];
    byte[] json = Base64.getUrlDecoder().decode(header);
    return JsonMapper.shared()
        .readTree(new String(json, StandardCharsets.UTF_8))
        .get("kid")
        .asString();
  }

  private static JsonNode joined(TestTab tab, int attempt, JsonNode held) {
    return tab.send(sure("counter", attempt, held)).expect("joined");
  }

  @Test
  void twoRotationsWithLiveTabsThenTheRetiredKeysTokenIsUnreadable() {
    try (TestServer server = server(ring)) {
      JsonNode ofFirstKey;
      JsonNode held;
      try (TestTab tab = server.tab("counter")) {
        tab.send(newJoin("counter")).expect("joined");
        ofFirstKey = tab.expect("keep");
        held = ofFirstKey;
        tab.send(kept(held));
      }
      String first = ring.kids().get(0);
      for (int rotation = 1; rotation <= 2; rotation++) {
        rotate();
        assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
        StashingTest.await(() -> server.instances() == 0);
        try (TestTab tab = server.tab("counter")) {
          JsonNode joined = joined(tab, 1 + rotation, held);
          assertThat(outcome(joined)).isEqualTo("restored");
          held = tab.expect("keep");
          assertThat(kid(held, "token")).isEqualTo(ring.kids().get(0));
          tab.send(kept(held)).send(TestTab.frame("ping")).expect("pong");
        }
      }
      KeyTool.main(new String[] {"retire", file, first});
      assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
      try (TestTab tab = server.tab("counter")) {
        assertThat(joined(tab, 4, ofFirstKey).get("reason").asString()).isEqualTo("rejected");
        assertThat(server.rejections).containsExactly(RejectReason.UNREADABLE);
      }
      StashingTest.await(() -> server.instances() == 0);
      try (TestTab tab = server.tab("counter")) {
        assertThat(outcome(joined(tab, 5, held))).isEqualTo("restored");
      }
    }
  }

  @Test
  void aTabThatStaysConnectedIsFreeOfTheOldKeyWithItsNextSnapshot() {
    try (TestServer server = server(ring);
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(event(1, "add", new Counter.Add(1)));
      JsonNode patched = tab.last("keep");
      assertThat(patched.has("base")).isTrue();
      rotate();
      assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
      tab.send(kept(patched)).send(event(2, "add", new Counter.Add(1)));
      JsonNode whole = tab.last("keep");
      assertThat(whole.has("base")).isFalse();
      assertThat(kid(whole, "token")).isEqualTo(ring.kids().get(0));
      tab.send(kept(whole)).send(event(3, "add", new Counter.Add(1)));
      JsonNode next = tab.last("keep");
      assertThat(next.has("base")).isTrue();
      assertThat(kid(next, "patch")).isEqualTo(ring.kids().get(0));
    }
  }

  @Test
  void aNodeThatHasNotReadTheChangedFileReadsItWhenATokenNeedsIt() {
    JsonNode held;
    KeyRing slow = KeyRing.load(Path.of(file));
    rotate();
    try (TestServer fast = server(KeyRing.load(Path.of(file)));
        TestTab tab = fast.tab("counter")) {
      tab.send(newJoin("counter")).expect("joined");
      held = tab.expect("keep");
    }
    try (TestServer server = server(slow);
        TestTab tab = server.tab("counter")) {
      assertThat(outcome(joined(tab, 2, held))).isEqualTo("restored");
      assertThat(slow.kids()).hasSize(2);
    }
  }
}
