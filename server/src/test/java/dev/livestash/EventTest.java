package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Events and what they are answered with, over real sockets. */
class EventTest {
  @TempDir Path folder;
  private final Counter counter = new Counter();
  private TestServer server;
  private TestTab tab;

  @BeforeEach
  void joinATab() {
    server = TestServer.in(folder).mount("counter", counter);
    tab = server.tab("counter");
    tab.joinNew("counter");
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  private JsonNode done(long n, String name, Object data) {
    return tab.send(event(n, name, data)).last("done");
  }

  @Test
  void oneEventIsAnsweredRenderedAndKeptAndNothingElse() {
    tab.send(event(1, "add", new Counter.Add(1)));
    assertThat(names(tab.until("keep"))).containsExactly("done", "render", "keep");
    assertThat(counter.handled).hasValue(1);
  }

  private static List<String> names(List<JsonNode> frames) {
    return frames.stream().map(frame -> frame.get("t").asString()).toList();
  }

  @Test
  void anEventSentTwiceIsHandledOnce() {
    done(1, "add", new Counter.Add(1));
    assertThat(done(1, "add", new Counter.Add(1)).has("error")).isFalse();
    assertThat(counter.handled).hasValue(1);
  }

  @Test
  void onlyOneSnapshotIsInFlightAndTheNextHoldsAllThatChangedMeanwhile() {
    tab.send(event(1, "add", new Counter.Add(1)));
    JsonNode inFlight = tab.last("keep");
    for (int n = 2; n <= 9; n++) {
      assertThat(names(tab.send(event(n, "add", new Counter.Add(1))).until("render")))
          .doesNotContain("keep");
    }
    JsonNode next = tab.send(kept(inFlight)).expect("keep");
    assertThat(next.get("seen").asInt()).isEqualTo(9);
    assertThat(next.get("seq").asInt()).isEqualTo(inFlight.get("seq").asInt() + 1);
  }

  @Test
  void aSnapshotThatTheTabCouldNotStoreIsReportedAndTheNextIsSentAllTheSame() {
    tab.send(event(1, "add", new Counter.Add(1)));
    JsonNode keep = tab.last("keep");
    tab.send(kept(keep).put("t", "unkept").put("why", "quota"));
    tab.send(event(2, "add", new Counter.Add(1)));
    assertThat(tab.last("keep").get("seen").asInt()).isEqualTo(2);
    assertThat(server.unprotected).containsExactly("quota");
  }

  @Test
  void aHandlerThatThrowsLeavesTheStateAndTellsNothingOfWhy() {
    JsonNode done = done(1, "throw", Map.of());
    assertThat(done.get("error").asString()).isEqualTo("failed");
    assertThat(done.toString()).doesNotContain("not for the tab");
    assertThat(tab.last("render").get("data").get("count").asInt()).isZero();
    assertThat(done(2, "add", new Counter.Add(1)).has("error")).isFalse();
  }

  @Test
  void aHandlerThatReturnsNullFailsAndLeavesTheState() {
    done(1, "add", new Counter.Add(1));
    assertThat(done(2, "null", Map.of()).get("error").asString()).isEqualTo("failed");
    assertThat(tab.last("render").get("data").get("count").asInt()).isEqualTo(1);
  }

  @Test
  void anEventFromBeforeTheConnectionMayHaveBeenHandledBefore() {
    assertThat(done(1, "replayed", Map.of()).get("reply").asBoolean()).isFalse();
    JsonNode older = tab.send(event(2, "replayed", Map.of()).put("age", 60_000)).last("done");
    assertThat(older.get("reply").asBoolean()).isTrue();
    JsonNode suspect = tab.send(event(3, "replayed", Map.of()).put("try", 2)).last("done");
    assertThat(suspect.get("reply").asBoolean()).isTrue();
  }

  @Test
  void anEventWithoutAHandlerIsUnknown() {
    assertThat(done(1, "nothing", Map.of()).get("error").asString()).isEqualTo("unknown");
  }

  @Test
  void dataThatDoesNotFitNeverReachesTheHandler() {
    assertThat(done(1, "add", "text").get("error").asString()).isEqualTo("invalid");
    assertThat(done(2, "note", List.of(1)).get("error").asString()).isEqualTo("invalid");
    tab.sendText("{\"t\":\"event\",\"n\":3,\"name\":\"add\",\"data\":null,\"age\":0,\"try\":1}");
    assertThat(tab.last("done").get("error").asString()).isEqualTo("invalid");
    assertThat(counter.handled).hasValue(0);
  }

  @Test
  void aFractionDoesNotFitAnIntegerAndIsNotCutShort() {
    assertThat(done(1, "add", Map.of("by", 1.5)).get("error").asString()).isEqualTo("invalid");
    assertThat(done(2, "add", Map.of("by", 1.0)).get("error").asString()).isEqualTo("invalid");
    assertThat(done(3, "add", Map.of("by", 1L << 32)).get("error").asString()).isEqualTo("invalid");
    assertThat(counter.handled).hasValue(0);
    assertThat(done(4, "add", Map.of("by", "2")).has("error")).isFalse();
    assertThat(counter.handled).hasValue(1);
  }

  @Test
  void anEventThatHasEndedItsServerFourTimesIsSkipped() {
    JsonNode done = tab.send(event(1, "add", new Counter.Add(1)).put("try", 5)).last("done");
    assertThat(done.get("error").asString()).isEqualTo("poisoned");
    assertThat(tab.expect("render").get("seen").asInt()).isEqualTo(1);
  }

  @Test
  void anEventThatMayHaveEndedItsServerIsAnnouncedAndAnsweredByItself() {
    tab.send(event(1, "add", new Counter.Add(1)).put("try", 2));
    assertThat(names(tab.until("keep"))).containsExactly("working", "done", "render", "keep");
  }

  @Test
  void aReplyAnswersTheEventWithItsKey() {
    assertThat(done(1, "ask", Map.of()).get("reply").asString()).matches("[\\w-]{22}/1");
  }

  @Test
  void aVolatileEventIsHandledAndCountsInNoSnapshot() {
    JsonNode render = tab.send(event(-1, "ask", Map.of())).last("render");
    assertThat(render.get("seen").asInt()).isZero();
    tab.send(frame("ping"));
    assertThat(names(tab.until("pong"))).containsExactly("pong");
  }

  @Test
  void aResetGoesBackToTheFirstStateInTheSameInstance() {
    done(1, "add", new Counter.Add(7));
    tab.send(kept(tab.last("keep")));
    done(2, "reset", Map.of());
    JsonNode render = tab.last("render");
    while (render.get("data").get("count").asInt() != 0) {
      render = tab.last("render");
    }
    assertThat(render.get("seen").asInt()).isEqualTo(2);
  }

  @Test
  void aChangeFromAnotherThreadIsRenderedAndKept() throws Exception {
    CompletableFuture<Context<Counter.State>> attached = new CompletableFuture<>();
    server.mount(
        "board",
        new Counter() {
          @Override
          public void attached(State state, Context<State> context) {
            attached.complete(context);
          }
        });
    try (TestTab board = server.tab("board")) {
      board.joinNew("board");
      attached
          .get(10, TimeUnit.SECONDS)
          .update(state -> new Counter.State(state.count(), "from outside"));
      assertThat(board.expect("render").get("data").get("note").asString())
          .isEqualTo("from outside");
      board.send(kept(board.expect("keep")));
      attached.join().update(state -> new Counter.State(state.count(), state.note()));
      board.expect("render");
      board.send(frame("ping"));
      assertThat(names(board.until("pong"))).containsExactly("pong");
    }
  }

  @Test
  void aLocalIsClosedWhenItsTabDetaches() throws Exception {
    CompletableFuture<String> closed = new CompletableFuture<>();
    server.mount(
        "held",
        new Counter() {
          @Override
          public void attached(State state, Context<State> context) {
            context.local(AutoCloseable.class, () -> () -> closed.complete(context.sid()));
          }
        });
    String sid;
    try (TestTab held = server.tab("held")) {
      sid = held.send(newJoin("held")).expect("joined").get("sid").asString();
    }
    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(sid);
  }

  @Test
  void aViewThatCannotRenderIsClosedWith1011() {
    server.mount(
        "blank",
        new Counter() {
          @Override
          public Object render(State state, Context<State> context) {
            throw new IllegalStateException("cannot render");
          }
        });
    try (TestTab blank = server.tab("blank")) {
      assertThat(blank.send(newJoin("blank")).closeCode()).isEqualTo(1011);
    }
  }
}
