package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.Fence;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a visitor has begun is the user's after a login, and nobody else's. */
class RebindTest extends BindingFixture {
  private long attempts = 10;

  @Test
  void aStateSurvivesALoginAndIsTheNewUsersFromThereOn() {
    try (TestServer server = server();
        TestTab before = tab(server, "visitor")) {
      JsonNode keep = held(before);
      done(server.stash().rebind("visitor", "alice"));
      assertThat(before.closeCode()).isEqualTo(REVOKED);
      pass(Duration.ofSeconds(11));
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

  @Test
  void aStateIsForNobodyElse() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      isForeign(server, "bob", keep);
    }
  }

  /** In steps that are too short to be taken for a clock that is set. */
  @Test
  void aStateIsForNobodyLater() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      for (int seconds = 0; seconds <= 600; seconds += 50) {
        pass(Duration.ofSeconds(50));
        held(server, "somebody");
      }
      isForeign(server, "alice", keep);
    }
  }

  /** A clock that is set says nothing of how long it took. */
  @Test
  void aJumpOfTheClockIsNotLater() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      pass(Duration.ofHours(1));
      isRestored(server, "alice", keep);
    }
  }

  private static void isForeign(TestServer server, String user, JsonNode keep) {
    assertThat(outcome(back(server, user, keep))).isEqualTo("new");
    assertThat(server.rejections).last().isEqualTo(RejectReason.FOREIGN);
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

  /** On the laptop, and a minute later on the phone; the laptop's tab was away meanwhile. */
  @Test
  void aUserMayComeFromTwoVisitors() {
    try (TestServer server = server()) {
      JsonNode laptop = held(server, "visitor");
      JsonNode phone = held(server, "other");
      done(server.stash().rebind("visitor", "alice"));
      pass(Duration.ofSeconds(60));
      done(server.stash().rebind("other", "alice"));
      isRestored(server, "alice", laptop);
      isRestored(server, "alice", phone);
    }
  }

  @Test
  void aTabMayMissALoginInBetween() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      pass(Duration.ofSeconds(60));
      done(server.stash().rebind("alice", "alice-again"));
      isRestored(server, "alice-again", keep);
    }
  }

  @Test
  void butNotOneThatIsOfAnother() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      done(server.stash().revoke("alice"));
      pass(Duration.ofSeconds(60));
      done(server.stash().rebind("alice", "alice-again"));
      assertThat(outcome(back(server, "alice-again", keep))).isEqualTo("new");
    }
  }

  /** With no end of them, who has tokens could have a fence asked again and again. */
  @Test
  void afterManyLoginsItIsNobodysAnyMore() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "0");
      for (int i = 0; i < 4; i++) {
        handOn(server, i);
      }
      isRestored(server, "4", keep);
      handOn(server, 4);
      assertThat(outcome(back(server, "5", keep))).isEqualTo("new");
    }
  }

  private void handOn(TestServer server, int i) {
    done(server.stash().rebind("" + i, "" + (i + 1)));
    pass(Duration.ofSeconds(1));
  }

  /** The form was sent twice, and the second answer is what counts. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 30})
  void aLoginMayBeSaidTwice(long seconds) {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "login-1"));
      pass(Duration.ofSeconds(seconds));
      done(server.stash().rebind("visitor", "login-2"));
      pass(Duration.ofSeconds(1));
      isRestored(server, "login-2", keep);
    }
  }

  @Test
  void whatWasHandedOnIsNotHandedOnAgainByALaterLogin() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      pass(Duration.ofSeconds(31));
      done(server.stash().rebind("visitor", "bob"));
      assertThat(outcome(back(server, "bob", keep))).isEqualTo("new");
    }
  }

  /**
   * Its socket was closed as soon as that was said; the answer to the login is on its way still.
   */
  @Test
  void aTabThatIsFasterThanItsNewBindingComesAgain() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().rebind("visitor", "alice"));
      try (TestTab early = tab(server, "visitor")) {
        early.send(join("counter", 2, keep));
        assertThat(early.closeCode()).isEqualTo(1013);
      }
      isRestored(server, "alice", keep);
    }
  }

  @Test
  void whereTheFenceDoesNotSayWhatWasSaidNothingIsDone() {
    Fence mute = new MuteFence(shared);
    try (TestServer server = server(builder -> builder.fence(mute));
        TestTab visitor = tab(server, "visitor")) {
      held(visitor);
      assertThat(server.stash().rebind("visitor", "alice").toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10));
      assertThat(visitor.sendAndKeep(event(2, "add", new Counter.Add(1)))).isNotNull();
    }
  }

  @Test
  void whatWasRevokedBeforeIsNotHandedOn() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().revoke("visitor"));
      pass(Duration.ofSeconds(2));
      done(server.stash().rebind("visitor", "alice"));
      assertThat(outcome(back(server, "alice", keep))).isEqualTo("new");
    }
  }

  /** The user has logged out elsewhere, and comes back by a state that was begun before that. */
  @Test
  void anEarlierLogoutOfTheUserIsNotOneOfTheVisitor() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      pass(Duration.ofSeconds(2));
      done(server.stash().revoke("alice"));
      pass(Duration.ofSeconds(2));
      done(server.stash().rebind("visitor", "alice"));
      JsonNode hers = isRestored(server, "alice", keep);
      isRestored(server, "alice", hers);
      done(server.stash().revoke("alice"));
      isRefused(server, "alice", hers);
    }
  }

  @Test
  void whatWasRevokedOfAllIsNotHandedOn() {
    try (TestServer server = server()) {
      JsonNode keep = held(server, "visitor");
      done(server.stash().revokeAll());
      pass(Duration.ofSeconds(2));
      done(server.stash().rebind("visitor", "alice"));
      assertThat(outcome(back(server, "alice", keep))).isEqualTo("new");
    }
  }

  /** Returns what its tab holds after one more event. */
  private JsonNode isRestored(TestServer server, String user, JsonNode keep) {
    try (TestTab tab = tab(server, user)) {
      JsonNode joined = tab.send(join("counter", attempts++, keep)).expect("joined");
      assertThat(outcome(joined)).isIn("restored", "adopted");
      return tab.sendAndKeep(event(joined.get("seen").asInt() + 1, "add", new Counter.Add(1)));
    }
  }
}
