package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.Ownership;
import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import dev.livestash.settings.Admission;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a binding has begun, and its end: by a logout here or on another node, and by a login. */
class RevocationTest {
  private static final int REVOKED = 4005;

  @TempDir Path folder;
  private volatile Instant now = TestClock.START;
  private final Fence shared =
      new MemoryFence(1000, Duration.ofHours(1), Duration.ofMinutes(1), System::nanoTime);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  /** The user is the query; "guest" is nobody in particular. */
  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(
            folder,
            builder ->
                configure.apply(
                    builder
                        .clock(new TestClock(() -> now))
                        .times(times -> times.withRevocationInterval(Duration.ofMillis(20)))
                        .admit(exchange -> user(exchange.getQueryString()))))
        .mount("counter", new Counter());
  }

  private static Admission user(String query) {
    return switch (query) {
      case "guest" -> Admission.anonymous();
      default -> Admission.as(query);
    };
  }

  private TestServer server() {
    return server(builder -> builder.fence(shared));
  }

  private static TestTab tab(TestServer server, String user) {
    return new TestTab(server.uri("counter?" + user));
  }

  private static JsonNode held(TestTab tab) {
    tab.joinNew("counter");
    return tab.sendAndKeep(event(1, "add", new Counter.Add(5)));
  }

  private static JsonNode held(TestServer server, String user) {
    try (TestTab tab = tab(server, user)) {
      return held(tab);
    }
  }

  private static JsonNode back(TestServer server, String user, JsonNode keep) {
    try (TestTab tab = tab(server, user)) {
      return tab.send(join("counter", 9, keep)).expect("joined");
    }
  }

  private static void isRefused(TestServer server, String user, JsonNode keep) {
    JsonNode joined = back(server, user, keep);
    assertThat(outcome(joined)).isEqualTo("new");
    assertThat(joined.get("reason").asString()).isEqualTo("rejected");
    assertThat(server.rejections).last().isEqualTo(RejectReason.REVOKED);
  }

  private static void done(CompletionStage<Void> asked) {
    asked.toCompletableFuture().join();
  }

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

  /** Owns and keeps, and has no answer about notes. */
  private record MuteFence(Fence fence) implements Fence {
    @Override
    public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
      return fence.claim(sid, attempt, token, sessionGen);
    }

    @Override
    public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
      return fence.kept(sid, gen, mark);
    }

    @Override
    public CompletionStage<Boolean> mayFork(String sid, Mark token) {
      return fence.mayFork(sid, token);
    }

    @Override
    public CompletionStage<Void> note(String name, String text) {
      return CompletableFuture.failedFuture(down());
    }

    @Override
    public CompletionStage<Map<String, String>> notes(Set<String> names) {
      return CompletableFuture.failedFuture(down());
    }

    private static StoreUnavailableException down() {
      return new StoreUnavailableException("down, in a test", null);
    }
  }

  // --- a login

  @Test
  void aStateSurvivesALoginAndIsTheNewUsersFromThereOn() {
    try (TestServer server = server();
        TestTab before = tab(server, "visitor")) {
      JsonNode keep = held(before);
      done(server.stash().rebind("visitor", "alice"));
      assertThat(before.closeCode()).isEqualTo(REVOKED);
      isRefused(server, "visitor", keep);
      JsonNode hers;
      try (TestTab tab = tab(server, "alice")) {
        JsonNode joined = tab.send(join("counter", 5, keep)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
        assertThat(joined.get("data").get("count").asInt()).isEqualTo(5);
        hers = tab.sendAndKeep(event(2, "add", new Counter.Add(1)));
      }
      pass(Duration.ofHours(1));
      assertThat(outcome(back(server, "alice", hers))).isNotEqualTo("new");
    }
  }

  @Test
  void onAnotherNodeToo() {
    try (TestServer here = server();
        TestServer there = server()) {
      JsonNode keep = held(there, "visitor");
      done(here.stash().rebind("visitor", "alice"));
      // Whether that node has ended the visitor's session by then makes no difference to the user.
      assertThat(outcome(back(there, "alice", keep))).isIn("restored", "adopted");
    }
  }

  @ParameterizedTest
  @CsvSource({"bob, 0", "alice, 601"})
  void aStateIsForNobodyElseNorForLater(String user, long seconds) {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      pass(Duration.ofSeconds(seconds));
      assertThat(outcome(back(server, user, keep))).isEqualTo("new");
      assertThat(server.rejections).last().isEqualTo(RejectReason.FOREIGN);
    }
  }

  /** Who knows the old id, as after a session fixation, can hand nothing on any more. */
  @Test
  void whatStartsUnderTheOldBindingAfterTheLoginIsNotHandedOn() {
    try (TestServer server = server()) {
      done(server.stash().rebind("visitor", "alice"));
      pass(Duration.ofSeconds(1));
      JsonNode keep = held(server, "visitor");
      assertThat(outcome(back(server, "alice", keep))).isEqualTo("new");
    }
  }

  /** Only who has the ring's key can say that one binding takes another one's place. */
  @Test
  void whoeverWritesToTheEngineCannotHandOnAnything() {
    try (TestServer server = server();
        TestServer foreign =
            new TestServer(
                KeyRing.development(folder.resolve("other.json")),
                builder -> builder.clock(new TestClock(() -> now)).fence(shared))) {
      JsonNode keep = held(server, "visitor");
      done(foreign.stash().rebind("visitor", "alice"));
      assertThat(outcome(back(server, "alice", keep))).isEqualTo("new");
    }
  }

  @Test
  void whatIsAnybodysIsNotHandedOn() {
    try (TestServer server = server()) {
      LiveStash stash = server.stash();
      assertThatThrownBy(() -> stash.rebind("", "alice"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bind visitors to an id of their own");
      assertThatThrownBy(() -> stash.rebind("alice", "alice"))
          .isInstanceOf(IllegalArgumentException.class);
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
