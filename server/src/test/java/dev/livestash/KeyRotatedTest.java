package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static dev.livestash.TestTab.wake;
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
import tools.jackson.databind.node.ObjectNode;

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
          tab.send(kept(held)).send(frame("ping")).expect("pong");
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

  // --- while its tab's session sleeps

  /** Lets a tab's session go to sleep, which has counted to one. */
  private static JsonNode sleeps(TestTab tab) {
    tab.joinNew("counter");
    JsonNode held = tab.sendAndKeep(event(1, "add", new Counter.Add(1)));
    tab.send(frame("hidden")).last("asleep");
    return held;
  }

  private void rotateAndReload() {
    rotate();
    assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
  }

  /** Counts on, and finds all of that sealed with the key of now. */
  private void isFreeOfTheOldKey(TestTab tab, int counted) {
    tab.send(event(counted + 1, "add", new Counter.Add(1)));
    assertThat(tab.last("done").has("error")).isFalse();
    assertThat(tab.expect("render").get("data").get("count").asInt()).isEqualTo(counted + 1);
    JsonNode whole = tab.expect("keep");
    assertThat(whole.has("base")).isFalse();
    assertThat(kid(whole, "token")).isEqualTo(ring.kids().get(0));
  }

  @Test
  void whatSleptMeanwhileIsSealedWithTheNewKeyWhenItChanges() {
    try (TestServer server = server(ring);
        TestTab tab = server.tab("counter")) {
      JsonNode held = sleeps(tab);
      rotateAndReload();
      tab.send(wake(held));
      isFreeOfTheOldKey(tab, 1);
      assertThat(server.rejections).isEmpty();
    }
  }

  private static ObjectNode shows(int attempt, JsonNode held) {
    return sure("counter", attempt, held).put("patches", true).put("shows", true);
  }

  /** Of one whose state stays with it, the small patch that it was sent has the old key, too. */
  @Test
  void soIsWhatCameBackAsleep() {
    try (TestServer server = named()) {
      JsonNode held = worked(server);
      try (TestTab tab = server.tab("counter")) {
        assertThat(tab.send(shows(9, held)).expect("joined").has("check")).isTrue();
        JsonNode keep = tab.expect("keep");
        assertThat(kid(keep, "patch")).isEqualTo(ring.kids().get(0));
        tab.send(kept(keep)).expect("asleep");
        rotateAndReload();
        tab.send(wake(keep));
        isFreeOfTheOldKey(tab, 1);
      }
    }
  }

  /** Else its tab would go on with what the old key has sealed, however often it comes back. */
  @Test
  void whatComesBackAfterwardsIsNotLeftAsleep() {
    try (TestServer server = named()) {
      JsonNode held = worked(server);
      rotateAndReload();
      try (TestTab tab = server.tab("counter")) {
        assertThat(tab.send(shows(9, held)).expect("joined").has("check")).isFalse();
        JsonNode whole = tab.expect("keep");
        assertThat(whole.has("base")).isFalse();
        assertThat(kid(whole, "token")).isEqualTo(ring.kids().get(0));
      }
    }
  }

  /** One that leaves with its tabs what their pages show. */
  private TestServer named() {
    return new TestServer(
            ring,
            builder ->
                builder
                    .release("1.0.0")
                    .checkStates(false)
                    .times(times -> times.withLinger(Duration.ZERO))
                    .times(times -> times.withKeyReloadInterval(Duration.ofHours(1))))
        .mount("counter", new Counter());
  }

  /** Counts to one in a tab that is gone then, and has the server bind what that holds. */
  private static JsonNode worked(TestServer server) {
    JsonNode held;
    try (TestTab tab = server.tab("counter")) {
      tab.send(newJoin("counter").put("patches", true)).expect("joined");
      tab.send(kept(tab.expect("keep")));
      held = tab.sendAndKeep(event(1, "add", new Counter.Add(1)));
      tab.send(frame("ping")).last("pong");
    }
    try (TestTab copy = server.tab("counter")) {
      copy.send(sure("counter", 2, held).put("fork", true)).expect("joined");
    }
    StashingTest.await(() -> server.instances() == 0);
    return held;
  }

  @Test
  void aKeyThatIsRetiredTooEarlyCostsAlsoWhatSleeps() {
    try (TestServer server = server(ring)) {
      JsonNode held;
      try (TestTab tab = server.tab("counter")) {
        held = sleeps(tab);
        String old = ring.kids().get(0);
        rotate();
        KeyTool.main(new String[] {"retire", file, old});
        assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
        tab.send(wake(held)).sendUnlessClosed(event(2, "add", new Counter.Add(1))).expect("bye");
        assertThat(tab.closeCode()).isEqualTo(1012);
        assertThat(server.rejections).isEmpty();
      }
      try (TestTab tab = server.tab("counter")) {
        JsonNode joined = joined(tab, 2, held);
        assertThat(outcome(joined)).isEqualTo("new");
        assertThat(joined.get("reason").asString()).isEqualTo("rejected");
        assertThat(server.rejections).containsExactly(RejectReason.UNREADABLE);
      }
    }
  }

  /** It is neither changed nor renewed, and its token goes on as long as it would have. */
  @Test
  void aVolatileEventThatWakesItSealsNothingAnew() {
    try (TestServer server = server(ring);
        TestTab tab = server.tab("counter")) {
      JsonNode held = sleeps(tab);
      rotateAndReload();
      tab.send(wake(held)).send(event(-1, "ask", "")).expect("done");
      tab.send(frame("ping")).last("pong");
      assertThat(tab.send(frame("ping")).until("pong")).hasSize(1);
      isFreeOfTheOldKey(tab, 1);
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
