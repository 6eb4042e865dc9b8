package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import dev.livestash.stash.Stashing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sessions that sleep while their snapshots rest in a store: a tab brings no more than a name. */
class StashedSleepTest {
  @TempDir Path folder;

  private final TestStore store = new TestStore();

  private TestServer server() {
    return TestServer.in(folder)
        .mount("counter", "counter", new Counter(), Stashing.onServers(store));
  }

  /** Counts, and acknowledges all snapshots up to the one that has it. */
  private static JsonNode add(TestTab tab, long n) {
    JsonNode keep = tab.sendAndKeep(event(n, "add", new Counter.Add(1)));
    while (keep.get("seen").asLong() < n) {
      keep = tab.last("keep");
      tab.send(kept(keep));
    }
    return keep;
  }

  /** Counts to one, and lets the session sleep. */
  private static JsonNode sleeps(TestTab tab) {
    tab.joinNew("counter");
    return sleepsAt(tab, add(tab, 1));
  }

  private static JsonNode sleepsAt(TestTab tab, JsonNode held) {
    tab.send(frame("hidden")).last("asleep");
    return held;
  }

  private static void counts(TestTab tab, int count) {
    assertThat(tab.expect("done").has("error")).isFalse();
    assertThat(tab.expect("render").get("data").get("count").asInt()).isEqualTo(count);
  }

  @Test
  void theNameBringsTheStateBackAndTheStoreIsAskedOnce() {
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      JsonNode held = sleeps(tab);
      assertThat(store.gets).hasValue(0);
      tab.send(wake(held)).send(event(2, "add", new Counter.Add(1)));
      counts(tab, 2);
      assertThat(store.gets).hasValue(1);
      assertThat(tab.expect("keep").get("seen").asInt()).isEqualTo(2);
    }
  }

  @Test
  void whatComesMeanwhileWaitsForTheStore() {
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      JsonNode held = sleeps(tab);
      store.holds();
      tab.send(wake(held)).send(event(2, "add", new Counter.Add(1)));
      tab.send(frame("ping")).expect("pong");
      assertThat(store.gets).hasValue(1);
      store.releases();
      counts(tab, 2);
      assertThat(store.gets).hasValue(1);
    }
  }

  @Test
  void itGoesOnInTheSlotWhereItWas() {
    try (TestServer server = server();
        TestServer other = server()) {
      JsonNode held;
      try (TestTab tab = server.tab("counter")) {
        held = sleeps(tab);
        Set<String> slots = Set.copyOf(store.tokens.keySet());
        assertThat(slots).hasSize(1);
        for (int n = 2; n <= 3; n++) {
          tab.send(wake(held));
          held = sleepsAt(tab, add(tab, n));
          assertThat(store.tokens.keySet()).isEqualTo(slots);
        }
      }
      try (TestTab back = other.tab("counter")) {
        JsonNode joined = back.send(sure("counter", 9, held)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
        assertThat(joined.get("data").get("count").asInt()).isEqualTo(3);
      }
    }
  }

  /** What comes late in the one that it has left must not come true where the tab looks. */
  @Test
  void alsoWhereThatIsNotItsFirstOne() {
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      String first = store.tokens.keySet().iterator().next();
      store.dies();
      JsonNode inTab = tab.send(event(1, "add", new Counter.Add(1))).last("keep");
      store.lives();
      tab.send(kept(inTab));
      JsonNode held = sleepsAt(tab, add(tab, 2));
      String second =
          store.tokens.keySet().stream()
              .filter(key -> !key.equals(first))
              .findFirst()
              .orElseThrow();
      String before = store.tokens.get(second);
      Map<String, String> others = Map.copyOf(store.tokens);
      tab.send(wake(held));
      assertThat(add(tab, 3).get("seen").asInt()).isEqualTo(3);
      assertThat(store.tokens.get(second)).isNotEqualTo(before);
      store.tokens.forEach(
          (key, token) -> assertThat(key.equals(second) || token.equals(others.get(key))).isTrue());
    }
  }

  @Test
  void whatTheStoreHasForgottenIsMissingAtTheNextJoin() {
    try (TestServer server = server()) {
      JsonNode held;
      try (TestTab tab = server.tab("counter")) {
        held = sleeps(tab);
        store.tokens.clear();
        tab.send(wake(held)).sendUnlessClosed(event(2, "add", new Counter.Add(1))).expect("bye");
        assertThat(tab.closeCode()).isEqualTo(1012);
      }
      isMissing(server, held);
    }
  }

  /** Else it would come back to a state that its tab was told is behind it. */
  @Test
  void soIsWhatItHasLostTheLastWritesOf() {
    try (TestServer server = server()) {
      JsonNode held;
      try (TestTab tab = server.tab("counter")) {
        tab.joinNew("counter");
        Map<String, String> before = Map.copyOf(store.tokens);
        held = sleepsAt(tab, add(tab, 1));
        store.tokens.putAll(before);
        tab.send(wake(held)).expect("bye");
        assertThat(tab.closeCode()).isEqualTo(1012);
      }
      isMissing(server, held);
    }
  }

  /** It may have come true late: whether its tab may have it is judged at a join. */
  @Test
  void whatIsLaterThanItReliesOnDoesNotWakeIt() {
    Forge forge = new Forge(KeyRing.development(folder.resolve("keys.json")));
    try (TestServer server = server()) {
      JsonNode held;
      try (TestTab tab = server.tab("counter")) {
        held = sleeps(tab);
        store.tokens.replaceAll(
            (key, token) ->
                forge.resealed(
                    token,
                    claims ->
                        claims
                            .replaceFirst("\"seq\":\\d+", "\"seq\":9")
                            .replaceFirst("\"seen\":\\d+", "\"seen\":8")
                            .replaceFirst("\"count\":\\d+", "\"count\":8")));
        tab.send(wake(held)).expect("bye");
        assertThat(tab.closeCode()).isEqualTo(1012);
      }
      try (TestTab back = server.tab("counter")) {
        JsonNode joined = back.send(sure("counter", 9, held)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
        assertThat(joined.get("seen").asInt()).isEqualTo(8);
        assertThat(joined.get("data").get("count").asInt()).isEqualTo(8);
      }
    }
  }

  private static void isMissing(TestServer server, JsonNode held) {
    assertThat(server.rejections).isEmpty();
    try (TestTab back = server.tab("counter")) {
      JsonNode joined = back.send(sure("counter", 9, held)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new");
      assertThat(joined.get("reason").asString()).isEqualTo("rejected");
      assertThat(server.rejections).containsExactly(RejectReason.MISSING);
    }
  }

  @Test
  void whileItsStoreIsDeadItsTabComesBackLaterAndLosesNothing() {
    try (TestServer server = server()) {
      JsonNode held;
      try (TestTab tab = server.tab("counter")) {
        held = sleeps(tab);
        store.dies();
        tab.send(wake(held)).sendUnlessClosed(event(2, "add", new Counter.Add(1)));
        assertThat(tab.closeCode()).isEqualTo(1013);
        assertThat(tab.received()).isEmpty();
      }
      store.lives();
      try (TestTab back = server.tab("counter")) {
        JsonNode joined = back.send(sure("counter", 9, held)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
        assertThat(joined.get("data").get("count").asInt()).isEqualTo(1);
        assertThat(joined.get("seen").asInt()).isEqualTo(1);
        assertThat(server.rejections).isEmpty();
      }
    }
  }
}
