package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.keys.KeyRing;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who owns an instance, over real sockets; and the ancestor's holes, each closed. */
class OwnershipTest {
  /** Of which newcomers have 100,000. */
  private static final long MAX_STATES_BYTES = 114_288;

  @TempDir Path folder;

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, configure)
        .mount("counter", new Counter())
        .mount("other", new Counter());
  }

  private TestServer server() {
    return server(builder -> builder);
  }

  private static int count(JsonNode frame) {
    return frame.get("data").get("count").asInt();
  }

  /** Counts to one in a tab whose last snapshot never reaches it, and lets its socket go. */
  private static JsonNode leaveWithOneEventUnkept(TestServer server) {
    try (TestTab tab = server.tab("counter")) {
      JsonNode keep = tab.joinNew("counter");
      tab.send(event(1, "add", new Counter.Add(1))).last("render");
      return keep;
    }
  }

  @Test
  void aSessionWhoseSocketIsGoneIsAdoptedAsItWas() {
    try (TestServer server = server()) {
      JsonNode keep = leaveWithOneEventUnkept(server);
      try (TestTab tab = server.tab("counter")) {
        JsonNode joined = tab.send(sure("counter", 2, keep)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("adopted");
        assertThat(joined.get("seen").asInt()).isEqualTo(1);
        assertThat(count(joined)).isEqualTo(1);
      }
    }
  }

  /** A machine that was set back to an image of its memory is behind what its tab holds. */
  @Test
  void aTokenThatIsAheadOfTheSessionInMemoryIsRestored() {
    try (TestServer server = server()) {
      JsonNode keep;
      try (TestTab tab = server.tab("counter")) {
        keep = tab.joinNew("counter");
      }
      String ahead =
          new Forge(KeyRing.development(folder.resolve("keys.json")))
              .resealed(
                  keep.get("token").asString(),
                  claims ->
                      claims
                          .replaceFirst("\"seq\":\\d+", "\"seq\":9")
                          .replaceFirst("\"seen\":\\d+", "\"seen\":8")
                          .replaceFirst("\"count\":\\d+", "\"count\":8"));
      try (TestTab tab = server.tab("counter")) {
        JsonNode joined = tab.send(join("counter", 9, ahead)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
        assertThat(joined.get("seen").asInt()).isEqualTo(8);
        assertThat(count(joined)).isEqualTo(8);
      }
    }
  }

  @Test
  void whoHasACopyOfTheTokenCannotKeepTheOwnerOut() {
    try (TestServer server = server();
        TestTab owner = server.tab("counter");
        TestTab thief = server.tab("counter");
        TestTab again = server.tab("counter");
        TestTab back = server.tab("counter")) {
      JsonNode keep = owner.joinNew("counter");
      long now = System.currentTimeMillis();
      thief.send(sure("counter", (1L << 53) - 1, keep)).expect("joined");
      assertThat(owner.closeCode()).isEqualTo(4001);
      assertThat(again.send(sure("counter", now, keep)).closeCode()).isEqualTo(4001);
      assertThat(outcome(back.send(sure("counter", now + 1, keep)).expect("joined")))
          .isEqualTo("adopted");
      assertThat(thief.closeCode()).isEqualTo(4001);
    }
  }

  @Test
  void newcomersTakeTheRoomOfThoseThatLinger() {
    try (TestServer server =
        server(builder -> builder.limits(limits -> limits.withMaxInstances(2)))) {
      for (int n = 0; n < 5; n++) {
        leaveWithOneEventUnkept(server);
      }
      try (TestTab one = server.tab("counter");
          TestTab two = server.tab("counter");
          TestTab three = server.tab("counter")) {
        one.joinNew("counter");
        two.joinNew("counter");
        assertThat(three.send(newJoin("counter")).closeCode()).isEqualTo(1013);
      }
    }
  }

  @Test
  void statesAreWeighedAndThoseThatAreNotKeptStay() {
    try (TestServer server =
            server(
                builder -> builder.limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES)));
        TestTab large = server.tab("counter")) {
      large.joinNew("counter");
      // Eight times as much in memory.
      JsonNode keep = large.send(event(1, "note", "x".repeat(11_000))).last("keep");
      try (TestTab small = server.tab("counter")) {
        small.send(newJoin("counter")).expect("joined");
        try (TestTab third = server.tab("counter")) {
          assertThat(third.send(newJoin("counter")).closeCode()).isEqualTo(1013);
        }
        large.send(kept(keep));
        large.sendAndKeep(event(2, "note", ""));
        try (TestTab third = server.tab("counter")) {
          third.send(newJoin("counter")).expect("joined");
        }
      }
    }
  }

  @Test
  void oneThatIsIdleSleepsForANewcomer() {
    try (TestServer server =
            server(
                builder ->
                    builder
                        .times(times -> times.withLinger(Duration.ZERO))
                        .limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES)));
        TestTab large = server.tab("counter")) {
      large.joinNew("counter");
      JsonNode keep = large.sendAndKeep(event(1, "note", "x".repeat(11_000)));
      try (TestTab small = server.tab("counter")) {
        small.send(newJoin("counter")).expect("joined");
        try (TestTab third = server.tab("counter")) {
          third.send(newJoin("counter")).expect("joined");
          large.expect("asleep");
        }
      }
      // Those who took its room have gone, and the server knows it.
      awaitInstances(server, 1);
      large.send(wake(keep));
      assertThat(large.sendAndKeep(event(2, "add", null)).get("seen").asInt()).isEqualTo(2);
    }
  }

  @Test
  void oneWhoseViewForbidsItStaysAwakeAndTheNewcomerGoes() {
    Counter sleepless =
        new Counter() {
          @Override
          public boolean sleeps() {
            return false;
          }
        };
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES)))
                .mount("sleepless", sleepless);
        TestTab large = server.tab("sleepless");
        TestTab small = server.tab("counter")) {
      large.joinNew("sleepless");
      large.sendAndKeep(event(1, "note", "x".repeat(11_000)));
      large.send(frame("hidden")).send(frame("ping")).expect("pong");
      small.send(newJoin("counter")).expect("joined");
      try (TestTab third = server.tab("counter")) {
        assertThat(third.send(newJoin("counter")).closeCode()).isEqualTo(1013);
      }
      large.send(event(2, "add", new Counter.Add(1))).expect("done");
      assertThat(count(large.expect("render"))).isEqualTo(1);
    }
  }

  /** Otherwise many who sleep could wake together, beyond what the node has. */
  @Test
  void oneThatWakesNeedsRoomAsANewcomerDoes() {
    try (TestServer server =
            server(
                builder -> builder.limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES)));
        TestTab sleeper = server.tab("counter");
        TestTab busy = server.tab("counter")) {
      sleeper.joinNew("counter");
      JsonNode keep = sleeper.sendAndKeep(event(1, "note", "x".repeat(9_000)));
      sleeper.send(frame("hidden")).expect("asleep");
      busy.joinNew("counter");
      busy.send(event(1, "note", "x".repeat(9_000))).last("keep");
      assertThat(sleeper.send(wake(keep)).closeCode()).isEqualTo(1013);
    }
  }

  /** Of what newcomers may not take: else who keeps nothing could keep sleepers asleep. */
  @Test
  void itHasSomeOfItsOwn() {
    try (TestServer server =
            server(
                builder -> builder.limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES)));
        TestTab sleeper = server.tab("counter");
        TestTab small = server.tab("counter");
        TestTab busy = server.tab("counter")) {
      sleeper.joinNew("counter");
      JsonNode keep = sleeper.sendAndKeep(event(1, "note", "x".repeat(1_000)));
      sleeper.send(frame("hidden")).expect("asleep");
      // Neither keeps anything, so neither can sleep.
      small.send(newJoin("counter")).expect("joined");
      busy.joinNew("counter");
      busy.send(event(1, "note", "x".repeat(11_500))).last("keep");
      try (TestTab newcomer = server.tab("counter")) {
        assertThat(newcomer.send(newJoin("counter")).closeCode()).isEqualTo(1013);
      }
      sleeper.send(wake(keep));
      keep = sleeper.sendAndKeep(event(2, "add", null));
      sleeper.send(frame("hidden")).expect("asleep");
      try (TestTab again = server.tab("counter")) {
        assertThat(outcome(again.send(sure("counter", 9, keep)).expect("joined")))
            .as("where its socket was lost, too")
            .isEqualTo("restored");
      }
    }
  }

  /** Nor is there a way around that by another socket. */
  @Test
  void alsoWhereItsTabJoinsAgain() {
    try (TestServer server =
            server(
                builder -> builder.limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES)));
        TestTab sleeper = server.tab("counter");
        TestTab busy = server.tab("counter");
        TestTab again = server.tab("counter")) {
      sleeper.joinNew("counter");
      JsonNode keep = sleeper.sendAndKeep(event(1, "note", "x".repeat(9_000)));
      sleeper.send(frame("hidden")).expect("asleep");
      busy.joinNew("counter");
      busy.send(event(1, "note", "x".repeat(9_000))).last("keep");
      assertThat(again.send(sure("counter", 9, keep)).closeCode()).isEqualTo(1013);
    }
  }

  /** A tab that is there says so by pings, and is idle all the same. */
  @Test
  void theLongestIdleSleepsFirstWhateverItPings() {
    try (TestServer server =
            server(
                builder -> builder.limits(limits -> limits.withMaxStatesBytes(MAX_STATES_BYTES)));
        TestTab first = server.tab("counter");
        TestTab second = server.tab("counter")) {
      for (TestTab tab : List.of(first, second)) {
        tab.joinNew("counter");
        tab.sendAndKeep(event(1, "note", "x".repeat(5_500)));
        tab.send(frame("ping")).expect("pong");
      }
      first.send(frame("ping")).expect("pong");
      try (TestTab third = server.tab("counter")) {
        third.send(newJoin("counter")).expect("joined");
        first.expect("asleep");
        assertThat(second.received()).isEmpty();
      }
    }
  }

  @Test
  void withoutLingerTheTokenRestores() {
    try (TestServer server =
        server(
            builder ->
                builder
                    .times(times -> times.withLinger(Duration.ZERO))
                    .limits(limits -> limits.withMaxLingering(1)))) {
      JsonNode keep = leaveWithOneEventUnkept(server);
      awaitInstances(server, 0);
      try (TestTab tab = server.tab("counter")) {
        JsonNode joined = tab.send(sure("counter", 2, keep)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
        assertThat(joined.get("seen").asInt()).isZero();
      }
    }
  }

  @Test
  void onlySoManySessionsLinger() {
    try (TestServer server =
        server(
            builder ->
                builder
                    .times(times -> times.withLinger(Duration.ofHours(1)))
                    .limits(limits -> limits.withMaxLingering(1)))) {
      JsonNode first = leaveWithOneEventUnkept(server);
      JsonNode second = leaveWithOneEventUnkept(server);
      awaitInstances(server, 1);
      try (TestTab tab = server.tab("counter");
          TestTab other = server.tab("counter")) {
        assertThat(outcome(tab.send(sure("counter", 2, second)).expect("joined")))
            .isEqualTo("adopted");
        assertThat(outcome(other.send(sure("counter", 2, first)).expect("joined")))
            .isEqualTo("restored");
      }
    }
  }

  private static void awaitInstances(TestServer server, int expected) {
    StashingTest.await(() -> server.instances() == expected);
  }

  @Test
  void aLingeringSessionEndsAfterItsTime() {
    try (TestServer server =
        server(
            builder ->
                builder
                    .times(times -> times.withLinger(Duration.ofMillis(20)))
                    .limits(limits -> limits.withMaxLingering(10)))) {
      leaveWithOneEventUnkept(server);
      awaitInstances(server, 0);
    }
  }

  @Test
  void aCopyForksAndTheOriginalGoesOnUndisturbed() {
    try (TestServer server = server();
        TestTab original = server.tab("counter");
        TestTab copy = server.tab("counter")) {
      original.joinNew("counter");
      JsonNode keep = original.sendAndKeep(event(1, "add", new Counter.Add(5)));
      // No higher an attempt than the original's: it wants nothing of that one's.
      JsonNode joined = copy.send(sure("counter", 1, keep).put("fork", true)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("forked");
      assertThat(count(joined)).isEqualTo(5);
      assertThat(joined.get("seen").asInt()).isEqualTo(1);
      JsonNode forked = copy.expect("keep");
      assertThat(forked.get("gen").asLong()).isGreaterThan(keep.get("gen").asLong());
      copy.send(kept(forked)).send(event(2, "add", new Counter.Add(100)));
      assertThat(count(copy.last("render"))).isEqualTo(105);
      original.send(event(2, "add", new Counter.Add(1)));
      assertThat(count(original.last("render"))).isEqualTo(6);
    }
  }

  @Test
  void aTabThatCannotTellIsForkedIfTheOtherSocketIsAlive() {
    try (TestServer server = server();
        TestTab original = server.tab("counter");
        TestTab copy = server.tab("counter")) {
      JsonNode keep = original.joinNew("counter");
      ObjectNode unsure = sure("counter", 2, keep);
      unsure.remove("fork");
      assertThat(outcome(copy.send(unsure).expect("joined"))).isEqualTo("forked");
      original.send(frame("ping")).expect("pong");
    }
  }

  @Test
  void aJoinThatComesTooLateIsClosedWith4001AndDisturbsNobody() {
    try (TestServer server = server();
        TestTab live = server.tab("counter");
        TestTab late = server.tab("counter")) {
      JsonNode keep = leaveWithOneEventUnkept(server);
      live.send(sure("counter", 9, keep)).expect("joined");
      assertThat(late.send(sure("counter", 8, keep)).closeCode()).isEqualTo(4001);
      live.send(frame("ping")).last("pong");
    }
  }

  @Test
  void aZombieCannotWriteAfterAReset() {
    try (TestServer server = server();
        TestTab zombie = server.tab("counter");
        TestTab owner = server.tab("counter")) {
      JsonNode keep = zombie.joinNew("counter");
      zombie.send(event(1, "add", new Counter.Add(5))).last("render");
      owner.send(sure("counter", 2, keep)).expect("joined");
      owner.send(kept(owner.expect("keep")));
      owner.send(event(2, "reset", "")).last("done");
      zombieWrites(zombie);
      JsonNode last = owner.send(event(3, "add", new Counter.Add(1))).last("done");
      assertThat(last.has("error")).isFalse();
      JsonNode render = owner.last("render");
      while (render.get("seen").asInt() < 3) {
        render = owner.last("render");
      }
      assertThat(count(render)).isEqualTo(1);
    }
  }

  /** Its socket may be closed already; what it still sends must not count either way. */
  private static void zombieWrites(TestTab zombie) {
    try {
      zombie.send(event(2, "add", new Counter.Add(1000)));
    } catch (CompletionException closed) {
      assertThat(zombie.closeCode()).isEqualTo(4001);
    }
  }

  @Test
  void aZombiesKeptDoesNotRaiseTheMark() {
    try (TestServer first = server();
        TestServer second = server();
        TestTab zombie = first.tab("counter");
        TestTab owner = first.tab("counter")) {
      JsonNode old = zombie.joinNew("counter");
      JsonNode unkept = zombie.send(event(1, "add", new Counter.Add(5))).last("keep");
      owner.send(sure("counter", 2, old)).expect("joined");
      owner.expect("keep");
      try {
        zombie.send(kept(unkept));
      } catch (CompletionException closed) {
        assertThat(zombie.closeCode()).isEqualTo(4001);
      }
      try (TestTab back = first.tab("counter")) {
        assertThat(outcome(back.send(sure("counter", 3, old)).expect("joined")))
            .isEqualTo("adopted");
      }
      assertThat(first.rejections).isEmpty();
      assertThat(second.rejections).isEmpty();
    }
  }

  @Test
  void anOlderTokenReplayedIsStaleAlsoAsAFork() {
    try (TestServer server =
        server(
            builder ->
                builder.times(
                    times -> times.withForkGrace(Duration.ZERO).withLinger(Duration.ZERO)))) {
      JsonNode old;
      try (TestTab tab = server.tab("counter")) {
        old = tab.joinNew("counter");
        tab.send(event(1, "add", new Counter.Add(1)));
        tab.send(kept(tab.last("keep"))).send(frame("ping")).expect("pong");
      }
      StashingTest.await(() -> server.instances() == 0);
      for (boolean fork : new boolean[] {false, true}) {
        try (TestTab thief = server.tab("counter")) {
          JsonNode joined = thief.send(sure("counter", 5, old).put("fork", fork)).expect("joined");
          assertThat(outcome(joined)).isEqualTo("forked");
          assertThat(joined.get("reason").asString()).isEqualTo("stale");
          assertThat(count(joined)).isZero();
        }
      }
    }
  }

  @Test
  void aReaderIdlePastTheTokensLifetimeLosesNothing() {
    try (TestServer server =
            server(
                builder -> builder.times(times -> times.withTokenLifetime(Duration.ofSeconds(1))));
        TestTab reader = server.tab("counter")) {
      JsonNode first = reader.joinNew("counter");
      JsonNode renewed = reader.expect("keep");
      assertThat(renewed.get("seq").asLong()).isGreaterThan(first.get("seq").asLong());
      assertThat(renewed.get("seen")).isEqualTo(first.get("seen"));
      reader.send(kept(renewed));
      assertThat(reader.expect("keep").get("seq").asLong())
          .isGreaterThan(renewed.get("seq").asLong());
    }
  }

  @Test
  void aZombiesRenewalsOnAnotherNodeCountForNothing() {
    Fence shared = new MemoryFence(10, MemoryFence.DEFAULT_MEMORY, Duration.ZERO, System::nanoTime);
    UnaryOperator<LiveStashBuilder> renewing =
        builder ->
            builder.fence(shared).times(times -> times.withTokenLifetime(Duration.ofSeconds(4)));
    try (TestServer one = server(renewing);
        TestServer other = server(builder -> builder.fence(shared));
        TestTab zombie = one.tab("counter");
        TestTab owner = other.tab("counter")) {
      JsonNode old = zombie.joinNew("counter");
      owner.send(sure("counter", 2, old)).expect("joined");
      JsonNode newest = owner.expect("keep");
      owner.send(kept(newest)).send(frame("ping")).expect("pong");

      for (int renewal = 0; renewal < 2; renewal++) {
        zombie.send(kept(zombie.expect("keep"))).send(frame("ping")).expect("pong");
      }

      try (TestTab back = one.tab("counter")) {
        assertThat(outcome(back.send(sure("counter", 3, newest)).expect("joined")))
            .isEqualTo("restored");
      }
    }
  }

  @Test
  void aDrainKeepsTheLastStateThenSaysGoodbye() throws Exception {
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(event(1, "add", new Counter.Add(1)));
      JsonNode inFlight = tab.last("keep");
      tab.send(event(2, "add", new Counter.Add(1))).last("render");
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.drain(Duration.ofSeconds(10)));
      tab.send(kept(inFlight));
      JsonNode last = tab.expect("keep");
      assertThat(last.get("seen").asInt()).isEqualTo(2);
      tab.send(kept(last));
      JsonNode bye = tab.expect("bye");
      assertThat(bye.get("retry").get(0).asInt()).isLessThan(bye.get("retry").get(1).asInt());
      assertThat(tab.closeCode()).isEqualTo(1012);
      assertThat(drained.get()).isTrue();
      Assertions.assertThatThrownBy(() -> server.tab("counter"))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(503));
    }
  }

  @Test
  void aDrainDoesNotWaitForeverForATabThatDoesNotAnswer() {
    try (TestServer server = server();
        TestTab tab = server.tab("counter")) {
      tab.send(newJoin("counter")).expect("joined");
      tab.expect("keep");
      assertThat(server.drain(Duration.ofMillis(50))).isFalse();
      tab.expect("bye");
      assertThat(tab.closeCode()).isEqualTo(1012);
    }
  }
}
