package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Rewind;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an event came to is told when its tab comes back, if the answer may have been lost. */
@SuppressWarnings("NullAway.Init") // each test starts its server first
class AnswersToldTest {
  @TempDir Path folder;
  private final Counter counter = new Counter();
  private TestServer server;
  private TestTab tab;
  private JsonNode held;
  private long attempts = 1;

  private void start(UnaryOperator<LiveStashBuilder> configure) {
    server = TestServer.in(folder, configure).mount("counter", counter);
    tab = server.tab("counter");
    held = tab.joinNew("counter");
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  /** The tab is cut off, and comes back with what it holds. */
  private JsonNode comeBack() {
    tab.close();
    tab = server.tab("counter");
    JsonNode joined = tab.send(join("counter", ++attempts, held)).expect("joined");
    tab.until("keep");
    return joined;
  }

  /** Another server takes the place of the one that the tab was at. */
  private void replaceServer() {
    tab.close();
    server.close();
    server = TestServer.in(folder).mount("counter", counter);
  }

  private JsonNode handled(JsonNode event) {
    return tab.send(event).last("done");
  }

  private static List<String> answers(JsonNode joined) {
    return joined
        .path("answers")
        .valueStream()
        .map(done -> done.get("n") + " " + done.path("error").asString("") + done.path("reply"))
        .toList();
  }

  @Test
  void aSessionTellsWhatWasRefusedAndWhatWasReplied() {
    start(builder -> builder);
    handled(event(1, "replayed", Map.of()));
    handled(event(2, "throw", Map.of()));
    handled(event(3, "add", new Counter.Add(1)));
    handled(event(4, "nobody", Map.of()));
    JsonNode joined = comeBack();
    assertThat(outcome(joined)).isEqualTo("adopted");
    assertThat(joined.get("seen").asInt()).isEqualTo(4);
    assertThat(answers(joined)).containsExactly("1 false", "2 failed", "4 unknown");
    assertThat(answers(comeBack())).as("told until they have arrived").hasSize(3);
  }

  @Test
  void whatCameBeforeASnapshotThatTheTabHasAnsweredHasArrived() {
    start(builder -> builder);
    handled(event(1, "throw", Map.of()));
    held = tab.last("keep");
    handled(event(2, "throw", Map.of()));
    tab.send(kept(held)).until("keep");
    assertThat(answers(comeBack())).containsExactly("2 failed");
  }

  @Test
  void itHasArrivedTooIfTheTabCouldNotStoreTheSnapshot() {
    start(builder -> builder);
    handled(event(1, "throw", Map.of()));
    tab.send(kept(tab.last("keep")).put("t", "unkept").put("why", "quota"));
    handled(event(2, "add", new Counter.Add(1)));
    assertThat(answers(comeBack())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"nobody,1,unknown", "add,1,invalid", "throw,1,failed", "throw,5,poisoned"})
  void aSnapshotKnowsWhatWasRefused(String name, int attempt, String error) {
    start(builder -> builder);
    handled(event(1, "replayed", Map.of()));
    JsonNode first = tab.last("keep");
    handled(event(2, name, "text").put("try", attempt));
    held = tab.send(kept(first)).last("keep");
    assertThat(held.get("seen").asInt()).isEqualTo(2);
    replaceServer();
    JsonNode joined = comeBack();
    assertThat(outcome(joined)).isEqualTo("restored");
    assertThat(answers(joined)).containsExactly("2 " + error);
  }

  @Test
  void aTabThatWasToldNothingBeforeItsSnapshotIsToldAfterwards() {
    Counter careful =
        new Counter() {
          @Override
          public Rewind rewind() {
            return Rewind.REFUSE;
          }
        };
    server = TestServer.in(folder).mount("counter", careful);
    tab = server.tab("counter");
    tab.joinNew("counter");
    tab.send(event(1, "throw", Map.of()));
    List<JsonNode> frames = tab.until("keep");
    assertThat(frames).noneMatch(frame -> frame.get("t").asString().equals("done"));
    held = frames.get(frames.size() - 1);
    replaceServer();
    assertThat(answers(comeBack())).containsExactly("1 failed");
  }

  @Test
  void whatWasHandledWhenItsTabHadLeftAlreadyIsTold() throws InterruptedException {
    CountDownLatch hasBegun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Counter waiting =
        new Counter() {
          @Override
          public void handlers(ViewHandlers<State> on) {
            super.handlers(on);
            on.on(
                "wait",
                (state, event) -> {
                  hasBegun.countDown();
                  mayEnd.await();
                  return state;
                });
          }
        };
    server = TestServer.in(folder).mount("counter", waiting);
    tab = server.tab("counter");
    held = tab.joinNew("counter");
    tab.send(event(1, "wait", Map.of())).send(event(2, "throw", Map.of()));
    hasBegun.await();
    tab.close();
    tab = server.tab("counter");
    tab.send(join("counter", 2, held).put("fork", false));
    mayEnd.countDown();
    assertThat(answers(tab.expect("joined"))).containsExactly("2 failed");
  }

  @Test
  void aCopyIsToldWhatItsSnapshotKnows() {
    start(builder -> builder);
    handled(event(1, "throw", Map.of()));
    held = tab.last("keep");
    TestTab copy = server.tab("counter");
    JsonNode joined = copy.send(join("counter", 9, held).put("fork", true)).expect("joined");
    assertThat(answers(joined)).containsExactly("1 failed");
    copy.close();
  }

  @Test
  void anEventThatIsSentAgainIsAnsweredAsBefore() {
    start(builder -> builder);
    handled(event(1, "throw", Map.of()));
    handled(event(2, "ask", Map.of()));
    assertThat(handled(event(1, "throw", Map.of())).get("error").asString()).isEqualTo("failed");
    assertThat(handled(event(2, "ask", Map.of())).get("reply").asString()).endsWith("/2");
  }

  @Test
  void repliesAreRememberedAsFarAsTheyHaveRoomAndRefusalsAlways() {
    start(builder -> builder.limits(limits -> limits.withMaxReplyBytes(1024)));
    handled(event(1, "throw", Map.of()));
    for (int n = 2; n <= 40; n++) {
      handled(event(n, "ask", Map.of()));
    }
    List<String> told = answers(comeBack());
    assertThat(told).hasSizeBetween(10, 20).startsWith("1 failed");
    assertThat(told.get(told.size() - 1)).startsWith("40 ");
  }

  @Test
  void aVolatileEventsAnswerIsOfItsSocketOnly() {
    start(builder -> builder);
    handled(event(-1, "throw", Map.of()));
    assertThat(answers(comeBack())).isEmpty();
  }
}
