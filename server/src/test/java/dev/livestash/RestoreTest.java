package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tab's state across servers, over real sockets. */
class RestoreTest {
  @TempDir Path folder;

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, configure)
        .mount("counter", new Counter())
        .mount("other", new Counter());
  }

  private TestServer server() {
    return server(builder -> builder);
  }

  /** Counts to three in a tab of its own and returns the last token. */
  private static JsonNode countToThree(TestServer server, String view) {
    try (TestTab tab = server.tab("counter")) {
      assertThat(tab.send(newJoin(view)).expect("joined").get("outcome").asString())
          .isEqualTo("new");
      JsonNode keep = tab.expect("keep");
      tab.send(kept(keep));
      for (int n = 1; n <= 3; n++) {
        keep = tab.sendAndKeep(event(n, "add", new Counter.Add(1)));
      }
      assertThat(keep.get("seen").asInt()).isEqualTo(3);
      return keep;
    }
  }

  private static String token(JsonNode keep) {
    return keep.get("token").asString();
  }

  @Test
  void aTokenRestoresTheStateOnAnotherServer() {
    JsonNode keep;
    try (TestServer first = server()) {
      keep = countToThree(first, "counter");
    }
    try (TestServer second = server();
        TestTab tab = second.tab("counter")) {
      JsonNode joined = tab.send(join("counter", 2, keep)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("restored");
      assertThat(joined.get("data").get("count").asInt()).isEqualTo(3);
      assertThat(joined.get("seen").asInt()).isEqualTo(3);
      assertThat(joined.get("gen").asLong()).isGreaterThan(keep.get("gen").asLong());
      JsonNode resealed = tab.expect("keep");
      assertThat(resealed.get("gen")).isEqualTo(joined.get("gen"));
      assertThat(second.rejections).isEmpty();
    }
  }

  @Test
  void anEventTypedWhileTheServerWasDownIsAppliedOnce() {
    JsonNode keep;
    try (TestServer first = server()) {
      keep = countToThree(first, "counter");
    }
    try (TestServer second = server();
        TestTab tab = second.tab("counter")) {
      tab.send(join("counter", 2, keep)).expect("joined");
      tab.expect("keep");
      tab.send(event(3, "add", new Counter.Add(1))).expect("done");
      tab.send(event(4, "add", new Counter.Add(10))).expect("done");
      JsonNode render = tab.expect("render");
      assertThat(render.get("data").get("count").asInt()).isEqualTo(13);
      assertThat(render.get("seen").asInt()).isEqualTo(4);
    }
  }

  @Test
  void aLaterSocketOfTheSameTabAdoptsTheSessionAndClosesTheOneBefore() {
    try (TestServer server = server();
        TestTab first = server.tab("counter");
        TestTab second = server.tab("counter")) {
      JsonNode keep = first.joinNew("counter");
      first.send(event(1, "add", new Counter.Add(5))).last("render");
      JsonNode joined = second.send(sure("counter", 2, keep)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("adopted");
      assertThat(joined.get("data").get("count").asInt()).isEqualTo(5);
      assertThat(first.closeCode()).isEqualTo(4001);
    }
  }

  @Test
  void aTamperedTokenStartsFreshInTheSameConnection() {
    refused(
        RejectReason.UNREADABLE,
        "rejected",
        "counter",
        "counter",
        token ->
            token.substring(0, token.length() - 30)
                + flip(token.charAt(token.length() - 30))
                + token.substring(token.length() - 29));
  }

  private static char flip(char letter) {
    return letter == 'A' ? 'B' : 'A';
  }

  @Test
  void aTruncatedTokenStartsFreshInTheSameConnection() {
    refused(
        RejectReason.UNREADABLE,
        "rejected",
        "counter",
        "counter",
        token -> token.substring(0, token.length() / 2));
  }

  @Test
  void aTokenOfAnotherViewStartsFreshInTheSameConnection() {
    refused(RejectReason.FOREIGN, "rejected", "counter", "other", token -> token);
  }

  @Test
  void aTokenOfTheSameViewUnderAnotherNameStartsFreshInTheSameConnection() {
    refused(RejectReason.FOREIGN, "rejected", "counter/left", "counter/right", token -> token);
  }

  @Test
  void rubbishInPlaceOfATokenStartsFreshInTheSameConnection() {
    refused(RejectReason.UNREADABLE, "rejected", "counter", "counter", token -> "a.b.c.d.e");
  }

  private void refused(
      RejectReason reason,
      String told,
      String sealedFor,
      String usedFor,
      UnaryOperator<String> change) {
    try (TestServer first = server();
        TestServer second = server()) {
      String token = change.apply(token(countToThree(first, sealedFor)));
      startsFresh(second, usedFor, token, told);
      assertThat(second.rejections).containsExactly(reason);
    }
  }

  private static void startsFresh(TestServer server, String view, String token, String told) {
    startsFresh(server, join(view, 9, token), told);
  }

  private static void startsFresh(TestServer server, ObjectNode join, String told) {
    try (TestTab tab = server.tab(join.get("view").asString().split("/", 2)[0])) {
      JsonNode joined = tab.send(join).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new");
      assertThat(joined.get("reason").asString()).isEqualTo(told);
      assertThat(joined.get("data").get("count").asInt()).isZero();
      tab.expect("keep");
      tab.send(event(1, "add", new Counter.Add(1))).expect("done");
      assertThat(tab.expect("render").get("data").get("count").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aTokenOfAnUnknownKeyStartsFreshInTheSameConnection() {
    try (TestServer first = server();
        TestServer second =
            new TestServer(KeyRing.development(folder.resolve("other.json")), builder -> builder)
                .mount("counter", new Counter())) {
      startsFresh(second, "counter", token(countToThree(first, "counter")), "rejected");
      assertThat(second.rejections).containsExactly(RejectReason.UNREADABLE);
    }
  }

  @Test
  void anExpiredTokenStartsFreshInTheSameConnection() {
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);
    try (TestServer first = server();
        TestServer second = server(builder -> builder.clock(later))) {
      startsFresh(second, "counter", token(countToThree(first, "counter")), "expired");
      assertThat(second.rejections).containsExactly(RejectReason.EXPIRED);
    }
  }

  @Test
  void aTokenOfAnotherUserStartsFreshInTheSameConnection() {
    try (TestServer first = server(builder -> builder.binding(exchange -> "alice"));
        TestServer second = server(builder -> builder.binding(exchange -> "bob"))) {
      startsFresh(second, "counter", token(countToThree(first, "counter")), "rejected");
      assertThat(second.rejections).containsExactly(RejectReason.FOREIGN);
    }
  }

  @Test
  void anOlderTokenThanTheOneTheTabKeptIsStale() {
    try (TestServer server =
        server(builder -> builder.times(times -> times.withLinger(Duration.ZERO)))) {
      String old;
      try (TestTab tab = server.tab("counter")) {
        tab.send(newJoin("counter")).expect("joined");
        JsonNode keep = tab.expect("keep");
        old = token(keep);
        tab.send(kept(keep)).send(event(1, "add", new Counter.Add(1)));
        tab.send(kept(tab.last("keep"))).send(TestTab.frame("ping")).expect("pong");
      }
      StashingTest.await(() -> server.instances() == 0);
      try (TestTab tab = server.tab("counter")) {
        JsonNode joined = tab.send(join("counter", 9, old)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("forked");
        assertThat(joined.get("reason").asString()).isEqualTo("stale");
      }
    }
  }

  @Test
  void aStateThatInflatesBeyondTheCapIsNotAllocatedAndStartsFresh() {
    try (TestServer first = server();
        TestServer second =
            server(builder -> builder.limits(limits -> limits.withMaxStateBytes(1024)))) {
      JsonNode keep;
      try (TestTab tab = first.tab("counter")) {
        tab.joinNew("counter");
        tab.send(event(1, "note", "x".repeat(50_000)));
        keep = tab.last("keep");
      }
      assertThat(token(keep).length()).isLessThan(1024);
      startsFresh(second, join("counter", 9, keep), "rejected");
      assertThat(second.rejections).containsExactly(RejectReason.OVERSIZE);
    }
  }

  @Test
  void aPatchWithoutItsOwnBaseStartsFreshInTheSameConnection() {
    try (TestServer first = server();
        TestServer second = server()) {
      ObjectNode one = join("counter", 9, countToThree(first, "counter"));
      ObjectNode other = join("counter", 9, countToThree(first, "counter"));
      ObjectNode mixed = one.deepCopy().put("patch", other.get("patch").asString());
      ObjectNode alone = one.deepCopy().put("token", one.get("patch").asString());
      alone.remove("patch");
      startsFresh(second, mixed, "rejected");
      startsFresh(second, alone, "rejected");
      startsFresh(second, one.deepCopy().put("patch", one.get("token").asString()), "rejected");
      try (TestTab tab = second.tab("counter")) {
        JsonNode joined = tab.send(one).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
      }
    }
  }
}
