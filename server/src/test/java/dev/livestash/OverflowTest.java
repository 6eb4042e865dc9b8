package dev.livestash;

import static dev.livestash.StashingTest.await;
import static dev.livestash.StashingTest.incompressible;
import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.stash.Stashing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Snapshots that their tab cannot take, and stores that fail, over real sockets. */
class OverflowTest {
  private static final int MAX_TOKEN_BYTES = 8192;
  private static final int SMALL = 1024;

  @TempDir Path folder;

  private final TestStore store = new TestStore();
  private long attempt = 9;

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(
            folder,
            builder ->
                configure.apply(
                    builder
                        .overflow(store)
                        .limits(limits -> limits.withMaxTokenBytes(MAX_TOKEN_BYTES))))
        .mount("counter", new Counter())
        .mount("servers", "counter", new Counter(), Stashing.onServers(store));
  }

  private TestServer server() {
    return server(builder -> builder);
  }

  private static JsonNode note(TestTab tab, long n, int chars) {
    return tab.send(event(n, "note", incompressible(chars))).last("keep");
  }

  private static ObjectNode unkept(JsonNode keep) {
    ObjectNode answer = kept(keep);
    return answer.put("t", "unkept").put("why", "quota");
  }

  /**
   * Expects no snapshot. A batch's answers go out at its end, and a store's answer is in the next
   * one: so the third answer comes after all that the server had to do before it was asked first.
   */
  private static void isQuiet(TestTab tab) {
    for (int n = 1; n <= 3; n++) {
      List<String> names =
          tab.send(event(-n, "ask", "")).until("render").stream()
              .map(frame -> frame.get("t").asString())
              .toList();
      assertThat(names).contains("done").doesNotContain("keep");
    }
  }

  private static boolean isName(JsonNode keep) {
    return keep.get("token").asString().length() < SMALL && keep.get("bytes").asInt() > SMALL;
  }

  private void restoresNote(TestServer server, JsonNode keep, int chars) {
    try (TestTab tab = server.tab("counter")) {
      JsonNode joined = tab.send(sure("counter", ++attempt, keep)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("restored");
      assertThat(joined.get("data").get("note").asString()).isEqualTo(incompressible(chars));
    }
  }

  @Test
  void whatIsTooLargeForATabGoesToTheStoreAndBackWhenItFits() {
    try (TestServer server = server();
        TestServer other = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      assertThat(store.puts).hasValue(0);
      JsonNode large = note(tab, 1, 20_000);
      assertThat(isName(large)).isTrue();
      restoresNote(other, large, 20_000);
      tab.send(kept(large));
      JsonNode fits = note(tab, 2, 3000);
      assertThat(isName(fits)).isFalse();
      tab.send(kept(fits)).send(event(3, "add", new Counter.Add(1)));
      JsonNode patched = tab.last("keep");
      assertThat(patched.has("patch")).isTrue();
      restoresNote(other, patched, 3000);
      assertThat(server.unprotected).isEmpty();
    }
  }

  @Test
  void whatIsLargerThanAllRoomForStatesComesBackBesideSleepers() {
    UnaryOperator<LiveStashBuilder> small =
        builder -> builder.limits(limits -> limits.withMaxStatesBytes(64 << 10));
    try (TestServer server = TestServer.in(folder, small).mount("counter", new Counter());
        TestServer other = TestServer.in(folder, small).mount("counter", new Counter());
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(kept(note(tab, 1, 9_000)));
      tab.send(event(2, "add", new Counter.Add(1)));
      JsonNode patched = tab.last("keep");
      assertThat(patched.has("patch")).isTrue();
      try (TestTab sleeper = other.tab("counter")) {
        JsonNode held = sleeper.joinNew("counter");
        sleeper.send(frame("hidden")).expect("asleep");
        restoresNote(other, patched, 9_000);
        // What is left is for whoever has slept.
        sleeper.send(wake(held)).send(event(1, "add", new Counter.Add(1))).last("done");
      }
      assertThat(server.unprotected).isEmpty();
    }
  }

  @Test
  void aStoreThatAnswersAndTakesNothingIsTriedOnceMoreAndItsSessionSleeps() {
    store.isFull();
    try (TestServer server = server();
        TestTab tab = server.tab("servers")) {
      tab.joinNew("counter");
      tab.send(kept(note(tab, 1, 2000))).send(frame("hidden"));
      JsonNode again = tab.last("keep");
      assertThat(isName(again)).isFalse();
      int puts = store.puts.get();
      tab.send(kept(again)).last("asleep");
      assertThat(store.puts).hasValue(puts);
    }
  }

  @Test
  void withoutAStoreItIsToldThatNothingProtectsWhatIsTooLarge() {
    try (TestServer server =
            TestServer.in(
                    folder,
                    builder ->
                        builder
                            .overflow(store)
                            .limits(limits -> limits.withMaxTokenBytes(MAX_TOKEN_BYTES)))
                .mount("counter", "counter", new Counter(), Stashing.inBrowser());
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(event(1, "note", incompressible(20_000))).last("render");
      isQuiet(tab);
      assertThat(server.unprotected).containsExactly("oversize");
      assertThat(store.puts).hasValue(0);
    }
  }

  @Test
  void whatIsTooLargeForTheStoreTooIsToldToBeUnprotected() {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxStoredTokenBytes(10_000)));
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(event(1, "note", incompressible(20_000))).last("render");
      isQuiet(tab);
      assertThat(server.unprotected).containsExactly("oversize");
    }
  }

  @Test
  void whatTheTabCannotStoreGoesToTheStoreAtOnce() {
    try (TestServer server = server();
        TestServer other = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      JsonNode refused = note(tab, 1, 4000);
      assertThat(isName(refused)).isFalse();
      JsonNode named = tab.send(unkept(refused)).expect("keep");
      assertThat(isName(named)).isTrue();
      assertThat(named.get("seq").asLong()).isGreaterThan(refused.get("seq").asLong());
      tab.send(kept(named));
      isQuiet(tab);
      restoresNote(other, named, 4000);
      assertThat(server.unprotected).isEmpty();
    }
  }

  @Test
  void whatTheTabHasRefusedIsTriedAgainWhenItIsClearlyLess() {
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(kept(tab.send(unkept(note(tab, 1, 4000))).expect("keep")));
      JsonNode hardlyLess = note(tab, 2, 3600);
      assertThat(isName(hardlyLess)).isTrue();
      tab.send(kept(hardlyLess));
      JsonNode clearlyLess = note(tab, 3, 2000);
      assertThat(isName(clearlyLess)).isFalse();
    }
  }

  @Test
  void whatTheTabHasRefusedIsTriedAgainOnItsNextSocket() {
    try (TestServer server = server();
        TestTab tab = server.tab("counter");
        TestTab again = server.tab("counter")) {
      tab.joinNew("counter");
      JsonNode named = tab.send(unkept(note(tab, 1, 4000))).expect("keep");
      again.send(sure("counter", 9, named)).expect("joined");
      assertThat(isName(again.expect("keep"))).isFalse();
    }
  }

  @Test
  void aTabThatStoresNothingAtAllIsNotSentOneSnapshotAfterTheOther() {
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      JsonNode named = tab.send(unkept(note(tab, 1, 4000))).expect("keep");
      tab.send(unkept(named));
      isQuiet(tab);
      assertThat(server.unprotected).containsExactly("quota");
      tab.send(event(2, "add", new Counter.Add(1)));
      JsonNode next = tab.last("keep");
      assertThat(isName(next)).isTrue();
      tab.send(unkept(next));
      isQuiet(tab);
    }
  }

  // --- stores that fail

  @Test
  void whileTheStoreIsDeadTheTabHoldsItsSnapshots() {
    store.dies();
    try (TestServer server = server();
        TestServer other = server();
        TestTab tab = server.tab("servers")) {
      tab.joinNew("counter");
      JsonNode whole = note(tab, 1, 2000);
      assertThat(isName(whole)).isFalse();
      restoresNote(other, whole, 2000);
      tab.send(kept(whole));
      store.lives();
      JsonNode named = note(tab, 2, 2001);
      assertThat(isName(named)).isTrue();
      assertThat(server.unprotected).isEmpty();
    }
  }

  /** Nor is it left there by a tab that nobody looks at. */
  @Test
  void whatItsStoreDidNotTakeGoesBackThereWhenThatAnswers() {
    store.dies();
    try (Logs logs = new Logs();
        TestServer server = server();
        TestTab tab = server.tab("servers")) {
      tab.joinNew("counter");
      JsonNode inTab = note(tab, 1, 2000);
      assertThat(isName(inTab)).isFalse();
      tab.send(kept(inTab)).send(frame("hidden"));
      store.lives();
      JsonNode named = tab.last("keep");
      assertThat(isName(named)).isTrue();
      tab.send(kept(named)).last("asleep");
      assertThat(server.unprotected).isEmpty();
      assertThat(logs.lines().stream().filter(line -> line.contains("rests sealed in its tab")))
          .hasSize(1);
    }
  }

  @Test
  void whileTheStoreIsDeadTheTabIsNotSentTheSameAgain() {
    store.dies();
    try (TestServer server = server();
        TestTab tab = server.tab("servers")) {
      tab.joinNew("counter");
      tab.send(kept(note(tab, 1, 2000)));
      int puts = store.puts.get();
      await(() -> store.gets.get() > 1);
      assertThat(store.puts).hasValue(puts);
      isQuiet(tab);
    }
  }

  /** Whose room a node has to give must not be less because a store is away. */
  @Test
  void whatItsStoreDidNotTakeSleepsForANewcomer() {
    store.dies();
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxStatesBytes(114_288)));
        TestTab large = server.tab("servers");
        TestTab small = server.tab("counter");
        TestTab third = server.tab("counter")) {
      large.joinNew("counter");
      large.sendAndKeep(event(1, "note", "x".repeat(11_000)));
      small.send(newJoin("counter")).expect("joined");
      third.send(newJoin("counter")).expect("joined");
      large.last("asleep");
    }
  }

  @Test
  void aDrainDoesNotWaitForADeadStore() {
    store.dies();
    try (TestServer server = server();
        TestTab tab = server.tab("servers")) {
      tab.joinNew("counter");
      tab.send(kept(note(tab, 1, 2000))).send(frame("ping")).expect("pong");
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.drain(Duration.ofSeconds(10)));
      tab.last("bye");
      assertThat(drained.join()).isTrue();
    }
  }

  @Test
  void whatMustNotLeaveTheServersDoesNot() {
    store.dies();
    try (TestServer server =
            server().mount("only", "counter", new Counter(), Stashing.onServersOnly(store));
        TestTab tab = server.tab("only")) {
      tab.send(newJoin("counter")).expect("joined");
      JsonNode ticket = tab.expect("keep");
      assertThat(ticket.get("bytes").asInt()).isZero();
      assertThat(tab.expect("unprotected").get("why").asString()).isEqualTo("unavailable");
      tab.send(kept(ticket));
      tab.send(event(1, "note", incompressible(2000))).last("unprotected");
      store.lives();
      assertThat(isName(tab.last("keep"))).isTrue();
    }
  }

  @Test
  void whatIsTooLargeForTheTabIsTriedAgainUntilTheStoreTakesIt() {
    store.dies();
    try (TestServer server = server();
        TestServer other = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(event(1, "note", incompressible(20_000))).last("render");
      isQuiet(tab);
      assertThat(server.unprotected).containsOnly("unavailable");
      store.lives();
      JsonNode named = tab.last("keep");
      assertThat(isName(named)).isTrue();
      restoresNote(other, named, 20_000);
    }
  }

  @Test
  void aFullTabAndADeadStoreAreNotTriedInALoop() {
    store.dies();
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(unkept(note(tab, 1, 4000)));
      isQuiet(tab);
      // Perhaps tried once more by now; a loop would have tried many times.
      assertThat(store.puts.get()).isBetween(1, 2);
      assertThat(server.unprotected).containsOnly("unavailable");
    }
  }

  @Test
  void aTabWhoseStoreIsDeadComesBackLater() {
    JsonNode named;
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      named = note(tab, 1, 20_000);
      tab.send(kept(named));
    }
    store.dies();
    try (TestServer server = server()) {
      try (TestTab tab = server.tab("counter")) {
        ObjectNode join = sure("counter", 5, named);
        assertThat(tab.send(join).closeCode()).isEqualTo(1013);
      }
      try (TestTab tab = server.tab("counter")) {
        ObjectNode fork = join("counter", 6, named).put("fork", true);
        assertThat(tab.send(fork).closeCode()).isEqualTo(1013);
      }
      assertThat(server.rejections).isEmpty();
      StashingTest.await(() -> server.instances() == 0);
      store.lives();
      restoresNote(server, named, 20_000);
    }
  }

  @Test
  void aStoreThatNeverAnswersIsGivenUpInTime() {
    try (TestServer server =
            server(
                builder -> builder.times(times -> times.withStoreTimeout(Duration.ofMillis(50))));
        TestServer other =
            server(
                builder -> builder.times(times -> times.withStoreTimeout(Duration.ofMillis(50))));
        TestTab tab = server.tab("servers")) {
      JsonNode named = tab.joinNew("counter");
      store.holds();
      JsonNode whole = note(tab, 1, 2000);
      assertThat(isName(whole)).isFalse();
      tab.send(kept(whole));
      try (TestTab back = other.tab("servers")) {
        assertThat(back.send(sure("counter", 5, named)).closeCode()).isEqualTo(1013);
      }
      store.releases();
    }
  }

  @Test
  void whatWasGivenUpAndComesTrueLaterChangesNothing() {
    try (TestServer server =
            server(
                builder -> builder.times(times -> times.withStoreTimeout(Duration.ofMillis(50))));
        TestServer other = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(kept(note(tab, 1, 20_000)));
      store.holds();
      tab.send(event(2, "note", incompressible(20_001))).last("render");
      StashingTest.await(() -> server.unprotected.contains("unavailable"));
      TestStore.Late late = store.forgets();
      JsonNode named = note(tab, 3, 20_002);
      late.comesTrue();
      restoresNote(other, named, 20_002);
    }
  }

  @Test
  void whileTheStoreIsSlowThereIsOneSnapshotOnItsWayAndThenTheNewest() {
    try (TestServer server = server();
        TestTab tab = server.tab("servers")) {
      tab.joinNew("counter");
      store.holds();
      for (int n = 1; n <= 5; n++) {
        tab.send(event(n, "add", new Counter.Add(1))).last("render");
      }
      isQuiet(tab);
      assertThat(store.puts).hasValue(2);
      store.releases();
      JsonNode first = tab.expect("keep");
      assertThat(first.get("seen").asInt()).isEqualTo(1);
      isQuiet(tab);
      JsonNode newest = tab.send(kept(first)).expect("keep");
      assertThat(newest.get("seen").asInt()).isEqualTo(5);
      assertThat(store.puts).hasValue(3);
    }
  }

  @Test
  void anAnswerThatATabGivesBeforeItIsAskedCountsForNothing() {
    try (TestServer server = server();
        TestTab tab = server.tab("servers")) {
      JsonNode keep = tab.joinNew("counter");
      store.holds();
      tab.send(event(1, "add", new Counter.Add(1))).last("render");
      ObjectNode early = kept(keep);
      tab.send(early.put("seq", keep.get("seq").asLong() + 1));
      tab.send(event(2, "add", new Counter.Add(1))).last("render");
      assertThat(store.puts).hasValue(2);
      store.releases();
      assertThat(tab.expect("keep").get("seen").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whatTheStoreAnswersTooLateForASocketIsNotSentOnTheNext() {
    try (TestServer server = server();
        TestTab first = server.tab("servers");
        TestTab second = server.tab("servers")) {
      JsonNode keep = first.joinNew("counter");
      store.holds();
      first.send(event(1, "add", new Counter.Add(1))).last("render");
      JsonNode joined = second.send(sure("counter", 5, keep)).expect("joined");
      assertThat(first.closeCode()).isEqualTo(4001);
      isQuiet(second);
      store.releases();
      JsonNode own = second.expect("keep");
      assertThat(own.get("gen")).isEqualTo(joined.get("gen"));
      assertThat(own.get("seen").asInt()).isEqualTo(1);
      isQuiet(second);
    }
  }

  @Test
  void aDrainWaitsForTheStore() throws Exception {
    try (TestServer server = server();
        TestTab tab = server.tab("servers")) {
      tab.joinNew("counter");
      store.holds();
      tab.send(event(1, "add", new Counter.Add(1))).last("render");
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.drain(Duration.ofSeconds(10)));
      isQuiet(tab);
      store.releases();
      tab.send(kept(tab.expect("keep"))).expect("bye");
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void aDrainTellsWhatNoStoreHasTaken() {
    store.dies();
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(event(1, "note", incompressible(20_000))).last("render");
      isQuiet(tab);
      assertThat(server.drain(Duration.ofMillis(50))).isFalse();
    }
  }

  /** Also where its tab has gone meanwhile, so that nothing holds the drain up. */
  @Test
  void aDrainTellsWhatNoStoreHasTakenOfATabThatIsGone() {
    store.dies();
    try (TestServer server = server()) {
      try (TestTab tab = server.tab("counter")) {
        tab.joinNew("counter");
        tab.send(event(1, "note", incompressible(20_000))).last("unprotected");
      }
      assertThat(server.drain(Duration.ofSeconds(10))).isFalse();
    }
  }
}
