package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.report.RejectReason;
import dev.livestash.stash.Stashing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Snapshots that rest in a store, over real sockets: what a tab finds when it comes back. */
class StashingTest {
  /** What a name may take in a tab. */
  private static final int SMALL = 1024;

  @TempDir Path folder;

  private final TestStore store = new TestStore();

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, configure)
        .mount("servers", "counter", new Counter(), Stashing.onServers(store))
        .mount("browser", "counter", new Counter(), Stashing.inBrowser());
  }

  private TestServer server() {
    return server(builder -> builder);
  }

  /** Adds to the count, and acknowledges the snapshot. */
  private static JsonNode add(TestTab tab, long n, int by) {
    JsonNode keep = tab.sendAndKeep(event(n, "add", new Counter.Add(by)));
    tab.send(frame("ping")).expect("pong");
    return keep;
  }

  /** Counts to three in a new tab. */
  private static JsonNode countToThree(TestServer server, String path) {
    try (TestTab tab = server.tab(path)) {
      tab.joinNew("counter");
      add(tab, 1, 1);
      add(tab, 2, 1);
      return add(tab, 3, 1);
    }
  }

  private static String token(JsonNode keep) {
    return keep.get("token").asString();
  }

  private static void comesBack(TestServer server, String path, JsonNode keep, String outcome) {
    comesBack(server, path, 5, keep, outcome);
  }

  private static void comesBack(
      TestServer server, String path, long attempt, JsonNode keep, String outcome) {
    try (TestTab tab = server.tab(path)) {
      JsonNode joined = tab.send(sure("counter", attempt, keep)).expect("joined");
      assertThat(outcome(joined)).isEqualTo(outcome);
      assertThat(joined.get("data").get("count").asInt()).isEqualTo(3);
      assertThat(joined.get("seen").asInt()).isEqualTo(3);
    }
  }

  private static void startsFresh(TestServer server, JsonNode keep) {
    try (TestTab tab = server.tab("servers")) {
      JsonNode joined = tab.send(sure("counter", 5, keep)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new");
      assertThat(joined.get("reason").asString()).isEqualTo("rejected");
      assertThat(joined.get("data").get("count").asInt()).isZero();
      tab.send(kept(tab.expect("keep"))).send(event(1, "add", new Counter.Add(1)));
      tab.last("keep");
    }
  }

  @Test
  void aSnapshotOnTheServersSurvivesItsServer() {
    JsonNode keep;
    try (TestServer first = server()) {
      keep = countToThree(first, "servers");
      assertThat(token(keep)).hasSizeLessThan(SMALL);
      assertThat(keep.has("patch")).isFalse();
      assertThat(keep.get("bytes").asInt()).isEqualTo("{\"count\":3,\"note\":\"\"}".length());
    }
    assertThat(store.tokens).hasSize(1);
    try (TestServer second = server()) {
      comesBack(second, "servers", keep, "restored");
      assertThat(second.rejections).isEmpty();
    }
  }

  @Test
  void aSessionThatIsStillThereIsAdoptedAndNothingIsFetched() {
    try (TestServer server = server()) {
      comesBack(server, "servers", countToThree(server, "servers"), "adopted");
      assertThat(store.gets).hasValue(0);
    }
  }

  @Test
  void aTabComesBackToAViewThatKeepsItsSnapshotsElsewhereNow() {
    try (TestServer first = server();
        TestServer second = server();
        TestServer third = server()) {
      JsonNode onServers = countToThree(first, "servers");
      JsonNode inBrowser;
      try (TestTab tab = second.tab("browser")) {
        JsonNode joined = tab.send(sure("counter", 2, onServers)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
        inBrowser = tab.expect("keep");
        tab.send(kept(inBrowser));
      }
      store.tokens.clear();
      try (TestTab tab = third.tab("servers")) {
        JsonNode joined = tab.send(sure("counter", 3, inBrowser)).expect("joined");
        assertThat(joined.get("data").get("count").asInt()).isEqualTo(3);
        tab.send(kept(tab.expect("keep")));
        assertThat(store.tokens).hasSize(1);
      }
    }
  }

  @Test
  void aNameIsUnderstoodInOtherStoresToo() {
    try (TestServer first = server()) {
      JsonNode keep = countToThree(first, "servers");
      TestStore other = new TestStore();
      try (TestServer second = server()) {
        second.mount("other", "counter", new Counter(), Stashing.onServers(other));
        try (TestTab tab = second.tab("other")) {
          JsonNode joined = tab.send(sure("counter", 5, keep)).expect("joined");
          assertThat(outcome(joined)).isEqualTo("restored");
          tab.expect("keep");
          assertThat(other.tokens).hasSize(1);
        }
      }
    }
  }

  @Test
  void whatIsGoneFromTheStoreIsMissingAndTheViewStartsFresh() {
    try (TestServer first = server();
        TestServer second = server()) {
      JsonNode keep = countToThree(first, "servers");
      store.tokens.clear();
      startsFresh(second, keep);
      assertThat(second.rejections).containsExactly(RejectReason.MISSING);
    }
  }

  @Test
  void aNameIsOfNoUseWhereThereIsNoStore() {
    try (TestServer first = server();
        TestServer second =
            TestServer.in(folder)
                .mount("servers", "counter", new Counter(), Stashing.inBrowser())) {
      startsFresh(second, countToThree(first, "servers"));
      assertThat(second.rejections).containsExactly(RejectReason.MISSING);
    }
  }

  @Test
  void whatTheStoreHasLostTheLastWritesOfIsMissing() {
    try (TestServer first = server();
        TestServer second = server();
        TestTab tab = first.tab("servers")) {
      tab.joinNew("counter");
      add(tab, 1, 1);
      Map<String, String> before = Map.copyOf(store.tokens);
      JsonNode keep = add(tab, 2, 1);
      store.tokens.putAll(before);
      startsFresh(second, keep);
      assertThat(second.rejections).containsExactly(RejectReason.MISSING);
    }
  }

  @Test
  void aSnapshotOfAnotherInstanceUnderTheNameIsRefused() {
    try (TestServer first = server();
        TestServer second = server()) {
      JsonNode keep = countToThree(first, "servers");
      String key = store.tokens.keySet().iterator().next();
      countToThree(first, "servers");
      String foreign =
          store.tokens.entrySet().stream()
              .filter(entry -> !entry.getKey().equals(key))
              .findFirst()
              .orElseThrow()
              .getValue();
      store.tokens.put(key, foreign);
      startsFresh(second, keep);
      assertThat(second.rejections).containsExactly(RejectReason.UNREADABLE);
    }
  }

  @Test
  void aNameUnderTheNameIsRefused() {
    try (TestServer first = server();
        TestServer second = server()) {
      JsonNode keep = countToThree(first, "servers");
      store.tokens.replaceAll((key, token) -> token(keep));
      startsFresh(second, keep);
      assertThat(second.rejections).containsExactly(RejectReason.UNREADABLE);
    }
  }

  @Test
  void aSnapshotThatTheTabWasNotToldOfIsFoundByTheNameOfTheOneBefore() {
    try (TestServer first = server();
        TestServer second = server()) {
      JsonNode keep;
      try (TestTab tab = first.tab("servers")) {
        tab.joinNew("counter");
        add(tab, 1, 1);
        keep = add(tab, 2, 1);
        tab.send(event(3, "add", new Counter.Add(1))).last("keep");
      }
      comesBack(second, "servers", keep, "restored");
    }
  }

  @Test
  void aTabIsNotStaleThatWasNeverToldWhatAStoreHasOfIt() {
    Fence fence =
        new MemoryFence(100, MemoryFence.DEFAULT_MEMORY, Duration.ofMinutes(1), System::nanoTime);
    try (TestServer first = server(builder -> builder.sharedFence(fence));
        TestServer second = server(builder -> builder.sharedFence(fence));
        TestServer third = server(builder -> builder.sharedFence(fence))) {
      JsonNode keep;
      try (TestTab tab = first.tab("servers")) {
        tab.joinNew("counter");
        add(tab, 1, 1);
        keep = add(tab, 2, 1);
        tab.send(event(3, "add", new Counter.Add(1))).last("keep");
      }
      comesBack(second, "servers", 5, keep, "restored");
      comesBack(second, "servers", 6, keep, "adopted");
      comesBack(third, "servers", 7, keep, "restored");
    }
  }

  @Test
  void aCopyGoesOnFromTheStoreAndNumbersItsEventsFromItsOwnToken() {
    try (TestServer first =
            server(builder -> builder.times(times -> times.withForkGrace(Duration.ofHours(1))));
        TestTab original = first.tab("servers");
        TestTab copy = first.tab("servers")) {
      original.joinNew("counter");
      JsonNode copied = add(original, 1, 5);
      add(original, 2, 5);
      JsonNode joined = copy.send(sure("counter", 2, copied).put("fork", true)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("forked");
      assertThat(joined.get("data").get("count").asInt()).isEqualTo(10);
      assertThat(joined.get("seen").asInt()).as("the copy has told of one event").isEqualTo(1);
      copy.send(kept(copy.expect("keep")));
      JsonNode keep = add(copy, 2, 100);
      assertThat(keep.get("seen").asInt()).isEqualTo(2);
      assertThat(store.tokens).as("one each").hasSize(2);
      add(original, 3, 1);
    }
  }

  @Test
  void aZombieCannotChangeWhatTheTabRestores() {
    try (TestServer first = server();
        TestServer second = server();
        TestServer third = server();
        TestTab zombie = first.tab("servers");
        TestTab owner = second.tab("servers")) {
      zombie.joinNew("counter");
      JsonNode keep = add(zombie, 1, 2);
      owner.send(sure("counter", 2, keep)).expect("joined");
      owner.send(kept(owner.expect("keep")));
      add(owner, 2, 0);
      JsonNode owned = add(owner, 3, 1);
      // Each server's fence is its own, so nobody tells this one that it has lost the instance.
      add(zombie, 2, 1000);
      zombie.send(event(3, "reset", "")).last("keep");
      assertThat(store.tokens).as("a place for each").hasSize(2);
      comesBack(third, "servers", owned, "restored");
    }
  }

  @Test
  void whatWasReplacedIsRemovedAfterTheGraceOfACopy() {
    try (TestServer first =
            server(builder -> builder.times(times -> times.withForkGrace(Duration.ZERO)));
        TestServer second =
            server(builder -> builder.times(times -> times.withForkGrace(Duration.ZERO)))) {
      JsonNode keep = countToThree(first, "servers");
      String old = store.tokens.keySet().iterator().next();
      try (TestTab tab = second.tab("servers")) {
        tab.send(sure("counter", 2, keep)).expect("joined");
        JsonNode next = tab.expect("keep");
        assertThat(store.tokens).containsKey(old).hasSize(2);
        tab.send(kept(next));
        await(() -> !store.tokens.containsKey(old));
        assertThat(store.tokens).hasSize(1);
      }
    }
  }

  @Test
  void aCopyDoesNotRemoveWhatTheOriginalNeeds() {
    try (TestServer first = server();
        TestServer second =
            server(builder -> builder.times(times -> times.withForkGrace(Duration.ZERO)));
        TestTab copy = second.tab("servers");
        TestTab another = second.tab("servers")) {
      JsonNode original = countToThree(first, "servers");
      String needed = store.tokens.keySet().iterator().next();
      JsonNode other = countToThree(first, "servers");
      copy.send(sure("counter", 5, original).put("fork", true)).expect("joined");
      copy.send(kept(copy.expect("keep"))).send(frame("ping")).expect("pong");
      another.send(sure("counter", 5, other)).expect("joined");
      another.send(kept(another.expect("keep")));
      // Removals happen in their order, so that one before this would have happened, too.
      await(() -> store.tokens.size() == 3);
      assertThat(store.tokens).containsKey(needed);
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    // Asked once more at the end, what was so for a moment would count for nothing.
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("10 s are over").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  static String incompressible(int chars) {
    Random random = new Random(chars);
    return random
        .ints(chars, ' ' + 3, '~')
        .filter(letter -> letter != '\\')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
