package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.Fence;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a binding has begun, and its end by a logout here or on another node. */
class RevocationTest extends BindingFixture {
  @Test
  void aRevocationClosesTabsAndRefusesTokensOfTheirUserOnly() {
    try (TestServer server = server();
        TestTab alice = tab(server, "alice");
        TestTab bob = tab(server, "bob")) {
      JsonNode hers = held(alice);
      JsonNode his = held(bob);
      done(server.stash().revoke("alice"));
      assertThat(alice.closeCode()).isEqualTo(REVOKED);
      isRefused(server, "alice", hers);
      assertThat(outcome(back(server, "bob", his))).isNotEqualTo("new");
    }
  }

  @Test
  void soItDoesOnAnotherNode() {
    try (TestServer here = server();
        TestServer there = server();
        TestTab alice = tab(there, "alice")) {
      JsonNode keep = held(alice);
      done(here.stash().revoke("alice"));
      assertThat(alice.closeCode()).isEqualTo(REVOKED);
      isRefused(there, "alice", keep);
      isRefused(here, "alice", keep);
    }
  }

  @Test
  void whatStartsLaterIsOfUse() {
    try (TestServer server = server()) {
      done(server.stash().revoke("alice"));
      pass(Duration.ofSeconds(1));
      assertThat(outcome(back(server, "alice", held(server, "alice")))).isNotEqualTo("new");
    }
  }

  /** A token that was renewed or forked since is still of the instance that was revoked. */
  @Test
  void whatStartedEarlierIsNotHoweverFreshItsToken() {
    JsonNode keep;
    try (TestServer other = server(builder -> builder)) {
      keep = held(other, "alice");
      try (TestServer server = server()) {
        done(server.stash().revoke("alice"));
      }
      pass(Duration.ofMinutes(5));
      try (TestTab tab = tab(other, "alice")) {
        tab.send(join("counter", 3, keep)).expect("joined");
        keep = tab.sendAndKeep(event(2, "add", new Counter.Add(1)));
      }
    }
    try (TestServer server = server()) {
      isRefused(server, "alice", keep);
    }
  }

  @Test
  void everybodyIsRevokedAtOnceWhoIsUnboundToo() {
    try (TestServer server = server();
        TestTab alice = tab(server, "alice");
        TestTab guest = tab(server, "guest")) {
      JsonNode hers = held(alice);
      JsonNode theirs = held(guest);
      done(server.stash().revokeAll());
      assertThat(alice.closeCode()).isEqualTo(REVOKED);
      assertThat(guest.closeCode()).isEqualTo(REVOKED);
      isRefused(server, "alice", hers);
      isRefused(server, "guest", theirs);
    }
  }

  /** As whoever had a key could seal it, before that key was retired. */
  @Test
  void whatSaysThatItStartsInTheFutureIsRevokedToo() {
    try (TestServer server =
        server(builder -> builder.fence(shared).times(times -> times.withLinger(Duration.ZERO)))) {
      JsonNode keep;
      try (TestTab tab = tab(server, "alice")) {
        keep = tab.joinNew("counter");
      }
      StashingTest.await(() -> server.instances() == 0);
      String token = keep.get("token").asString();
      String forged =
          new Forge(KeyRing.development(folder.resolve("keys.json")))
              .resealed(token, claims -> claims.replaceFirst("\"sst\":\\d+", "\"sst\":4102444800"));
      try (TestTab tab = tab(server, "alice")) {
        assertThat(outcome(tab.send(join("counter", 9, forged)).expect("joined")))
            .isEqualTo("restored");
        keep = tab.expect("keep");
        tab.send(TestTab.kept(keep));
        done(server.stash().revokeAll());
        assertThat(tab.closeCode()).isEqualTo(REVOKED);
      }
      isRefused(server, "alice", keep);
    }
  }

  @Test
  void anExpiredTokenThatWasRevokedIsNotGivenToTheApplicationToSalvage() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "alice");
      done(server.stash().revoke("alice"));
      pass(Duration.ofDays(2));
      isRefused(server, "alice", keep);
    }
  }

  /** What its socket was admitted as is not so any more. */
  @Test
  void aSocketThatWasOpenBeforeIsOfNoUseEither() {
    try (TestServer here = server();
        TestServer there = server();
        TestTab late = tab(here, "alice");
        TestTab elsewhere = tab(there, "alice")) {
      JsonNode keep = held(here, "alice");
      done(here.stash().revoke("alice"));
      pass(Duration.ofSeconds(5));
      late.send(join("counter", 9, keep));
      elsewhere.send(TestTab.newJoin("counter"));
      assertThat(late.closeCode()).isEqualTo(REVOKED);
      assertThat(elsewhere.closeCode()).isEqualTo(REVOKED);
    }
  }

  private TestServer serverWithClockWrongBy(Duration error) {
    return server(builder -> builder.fence(shared).clock(new TestClock(() -> now.plus(error))));
  }

  /** Nobody is locked out until that time has come, and no revocation is without effect. */
  @Test
  void whatStartsAfterAllWereRevokedByAClockThatIsAheadIsOfUse() {
    try (TestServer server = server();
        TestServer ahead = serverWithClockWrongBy(Duration.ofHours(1));
        TestTab before = tab(server, "alice");
        TestTab late = tab(server, "alice");
        Logs logs = new Logs()) {
      before.joinNew("counter");
      done(ahead.stash().revokeAll());
      assertThat(before.closeCode()).isEqualTo(REVOKED);
      late.send(TestTab.newJoin("counter"));
      assertThat(late.closeCode()).isEqualTo(REVOKED);
      JsonNode keep = held(server, "alice");
      try (TestTab tab = tab(server, "alice")) {
        assertThat(outcome(tab.send(join("counter", 9, keep)).expect("joined")))
            .isNotEqualTo("new");
        keep = tab.expect("keep");
        tab.send(TestTab.kept(keep));
        done(server.stash().revoke("alice"));
        assertThat(tab.closeCode()).isEqualTo(REVOKED);
      }
      isRefused(server, "alice", keep);
      assertThat(logs.lines().stream().filter(line -> line.contains("Something was revoked")))
          .hasSize(1);
    }
  }

  /** A start is no later than now, but for what is known of it. */
  @Test
  void whatStartedAfterARevocationIsOfUseWhereTheClockIsBehind() {
    try (TestServer server = server();
        TestServer behind = serverWithClockWrongBy(Duration.ofHours(-1))) {
      done(server.stash().revoke("alice"));
      pass(Duration.ofMinutes(1));
      JsonNode keep = held(server, "alice");
      try (TestTab tab = tab(behind, "alice")) {
        assertThat(outcome(tab.send(join("counter", 3, keep)).expect("joined")))
            .isNotEqualTo("new");
        keep = tab.sendAndKeep(event(2, "add", new Counter.Add(1)));
      }
      assertThat(outcome(back(server, "alice", keep))).isNotEqualTo("new");
    }
  }

  /** This node needs nobody to know what it was told itself. */
  @Test
  void tabsOfTheNodeThatWasToldAreClosedWhenNoFenceAnswers() {
    Fence mute = new MuteFence(shared);
    try (TestServer server = server(builder -> builder.fence(mute));
        TestTab alice = tab(server, "alice");
        TestTab bob = tab(server, "bob")) {
      held(alice);
      held(bob);
      assertThat(server.stash().revoke("alice").toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10));
      assertThat(alice.closeCode()).isEqualTo(REVOKED);
      assertThat(server.stash().revokeAll().toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10));
      assertThat(bob.closeCode()).isEqualTo(REVOKED);
    }
  }

  // --- no binding

  @ParameterizedTest
  @ValueSource(strings = {"", "null"})
  void whoHasNoBindingIsToldSoAndGetsNoSocket(String none) throws Exception {
    try (TestServer server =
        TestServer.in(folder, builder -> builder.binding(any -> none.equals("null") ? null : none))
            .mount("counter", new Counter())) {
      assertThatThrownBy(() -> tab(server, "nobody"))
          .isInstanceOf(CompletionException.class)
          .hasStackTraceContaining("401");
      URI page = URI.create("http://localhost:" + server.port() + "/counter?nobody");
      HttpResponse<String> told =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(told.statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"guest", "alice"})
  void whoNeedsNoneHasAnUnboundStateThatIsNobodyElses(String user) {
    try (TestServer server = server()) {
      JsonNode keep = held(server, user);
      assertThat(outcome(back(server, user, keep))).isNotEqualTo("new");
      assertThat(outcome(back(server, user.equals("guest") ? "alice" : "guest", keep)))
          .isEqualTo("new");
      assertThat(server.rejections).containsExactly(RejectReason.FOREIGN);
    }
  }
}
