package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.livestash.internal.wire.Decoded;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Each limit of PROTOCOL.md, and the close code that it states. */
class LimitsTest {
  @TempDir Path folder;

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, configure).mount("counter", new Counter());
  }

  @Test
  void aJoinThatNeverComesIsClosedWith4002() {
    try (TestServer server =
            server(
                builder -> builder.times(times -> times.withJoinTimeout(Duration.ofMillis(50))));
        TestTab tab = server.tab("counter")) {
      assertThat(tab.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void aJoinThatItsServerTakesLongForIsNotClosed() {
    CountDownLatch goOn = new CountDownLatch(1);
    Counter slow =
        new Counter() {
          @Override
          public State first(Context<State> context) {
            await(goOn);
            return super.first(context);
          }
        };
    try (TestServer server =
            server(builder -> builder.times(times -> times.withJoinTimeout(Duration.ofSeconds(2))))
                .mount("slow", slow);
        TestTab tab = server.tab("slow").send(newJoin("slow"));
        TestTab late = server.tab("slow")) {
      assertThat(late.closeCode()).isEqualTo(4002);
      goOn.countDown();
      tab.expect("joined");
    }
  }

  /** A view whose sessions do nothing else for a while, and then so many changes from outside. */
  /** All frames of the node have so much room, and a token may be so large. */
  private TestServer withRoomForFrames(int bytes, int tokenBytes) {
    return server(
        builder ->
            builder.limits(
                limits -> limits.withMaxTokenBytes(tokenBytes).withMaxWaitingBytesOfNode(bytes)));
  }

  private static Counter busyUntil(CountDownLatch goOn, int changes) {
    return new Counter() {
      @Override
      public void attached(State state, Context<State> context) {
        context.update(
            first -> {
              await(goOn);
              return first;
            });
        for (int i = 0; i < changes; i++) {
          context.update(any -> any);
        }
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aSocketWhoseFramesWaitIsNotReadAndStaysLive() {
    CountDownLatch goOn = new CountDownLatch(1);
    Counter busy = busyUntil(goOn, 0);
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxWaitingBytes(10_000)))
                .mount("busy", busy);
        TestTab tab = server.tab("busy")) {
      tab.send(newJoin("busy")).expect("joined");
      tab.send(TestTab.event(1, "note", "x".repeat(20_000)));
      tab.send(TestTab.event(2, "note", "x".repeat(2_000)));
      // Nobody has asked: a ping would not be read now.
      tab.expect("pong");
      goOn.countDown();
      assertThat(tab.last("done").get("n").asInt()).isEqualTo(1);
      assertThat(tab.last("done").get("n").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aSocketThatIsNotReadLosesNothing() {
    CountDownLatch goOn = new CountDownLatch(1);
    Counter busy = busyUntil(goOn, 0);
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxWaitingFrames(10)))
                .mount("busy", busy);
        TestTab tab = server.tab("busy")) {
      tab.send(newJoin("busy")).expect("joined");
      for (int n = 1; n <= 300; n++) {
        tab.send(TestTab.event(n, "ask", 0));
      }
      tab.expect("pong");
      goOn.countDown();
      for (int n = 1; n <= 300; n++) {
        assertThat(tab.last("done").get("n").asInt()).isEqualTo(n);
      }
    }
  }

  @Test
  void framesThatWaitHaveNoMoreRoomThanTheirNode() {
    CountDownLatch goOn = new CountDownLatch(1);
    Counter busy = busyUntil(goOn, 0);
    try (TestServer server = withRoomForFrames(30_000, 10_000).mount("busy", busy);
        TestTab first = server.tab("busy");
        TestTab second = server.tab("busy")) {
      first.send(newJoin("busy")).expect("joined");
      second.send(newJoin("busy")).expect("joined");
      first.send(TestTab.event(1, "note", "x".repeat(20_000)));
      first.expect("pong");
      second.send(TestTab.event(1, "note", "x".repeat(20_000)));
      assertThat(second.closeCode()).isEqualTo(1013);
      goOn.countDown();
      first.expect("done");
    }
  }

  @Test
  void aJoinThatDoesNotEndHasNoMoreRoomThanItsNode() throws IOException {
    try (TestServer server = withRoomForFrames(300_000, 140_000);
        TestTab good = server.tab("counter");
        MuteSocket endless = new MuteSocket(server.port(), "/counter")) {
      endless.sendPartOfAText(200_000);
      assertThat(endless.closeCode()).isEqualTo(1013);
      good.send(newJoin("counter")).expect("joined");
    }
  }

  @Test
  void whatHasComeToJoinIsHeldUntilItHasAndLeavesHalfOfThatRoomToOthers() {
    CountDownLatch goOn = new CountDownLatch(1);
    Counter slow =
        new Counter() {
          @Override
          public void attached(State state, Context<State> context) {
            await(goOn);
          }
        };
    try (TestServer server = withRoomForFrames(30_000, 10_000).mount("slow", slow);
        TestTab first = server.tab("slow");
        TestTab second = server.tab("slow");
        TestTab third = server.tab("slow")) {
      first.send(joinOf("slow", "x".repeat(10_000)));
      StashingTest.await(() -> server.memory().getOrDefault("waiting", 0L) > 10_000);
      second.send(joinOf("slow", "x".repeat(10_000)));
      assertThat(second.closeCode()).isEqualTo(1013);
      goOn.countDown();
      first.expect("joined");
      StashingTest.await(() -> server.memory().getOrDefault("waiting", -1L) == 0);
      third.send(joinOf("slow", "x".repeat(10_000))).expect("joined");
    }
  }

  @Test
  void aRenderThatIsHeldForTheNextOneWeighs() {
    TestView<String> wide =
        new TestView<>(String.class, () -> "", name -> List.of("x".repeat(100_000))) {
          @Override
          public void handlers(ViewHandlers<String> on) {}
        };
    try (TestServer server = server(builder -> builder).mount("wide", wide)) {
      try (TestTab tab = server.tab("wide")) {
        tab.send(newJoin("wide").put("patches", true)).expect("joined");
        StashingTest.await(() -> server.memory().getOrDefault("states", 0L) > 800_000);
      }
      StashingTest.await(() -> server.memory().getOrDefault("states", 0L) < 100_000);
    }
  }

  @Test
  void aTokenThatCouldNotComeBackIsNoSetting() {
    LiveStashBuilder builder =
        LiveStash.builder()
            .keys(KeyRing.development(folder.resolve("keys.json")))
            .limits(limits -> limits.withMaxWaitingBytesOfNode(1 << 20));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("maxWaitingBytesOfNode");
  }

  @Test
  void strangersLeaveHalfOfThatRoomToTheTabsThatAreLive() throws IOException {
    try (TestServer server = withRoomForFrames(30_000, 10_000);
        TestTab live = server.tab("counter");
        MuteSocket one = new MuteSocket(server.port(), "/counter");
        MuteSocket another = new MuteSocket(server.port(), "/counter")) {
      live.send(newJoin("counter")).expect("joined");
      one.sendPartOfAText(10_000);
      StashingTest.await(() -> server.memory().getOrDefault("waiting", 0L) == 10_000);
      another.sendPartOfAText(10_000);
      assertThat(another.closeCode()).isEqualTo(1013);
      live.send(event(1, "note", "x".repeat(18_000))).last("done");
    }
  }

  private static JsonNode joinOf(String param) {
    return joinOf("counter", param);
  }

  private static JsonNode joinOf(String view, String param) {
    ObjectNode join = newJoin(view);
    join.putObject("params").put("a", param);
    return join;
  }

  @Test
  void parametersOfAJoinHaveALimitOfTheirOwn() {
    try (TestServer server = server(builder -> builder);
        TestTab tab = server.tab("counter");
        TestTab over = server.tab("counter")) {
      // The braces, the name and the quotes have 8 bytes.
      int length = (64 << 10) - 8;
      tab.send(joinOf("x".repeat(length))).expect("joined");
      assertThat(over.send(joinOf("x".repeat(length + 1))).closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void aJoinOfAMegabyteOfEmptyObjectsIsClosedWith4002() {
    try (TestServer server = server(builder -> builder);
        TestTab tab = server.tab("counter")) {
      String objects = "{},".repeat(340_000) + "{}";
      tab.sendText(
          "{\"t\":\"join\",\"view\":\"counter\",\"attempt\":1,\"params\":{\"a\":["
              + objects
              + "]}}");
      assertThat(tab.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void anEventOfTooManyTokensIsInvalidAndClosesNothing() {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxJsonTokens(100)));
        TestTab tab = server.tab("counter")) {
      tab.send(newJoin("counter")).expect("joined");
      tab.sendText(
          "{\"t\":\"event\",\"n\":1,\"name\":\"add\",\"age\":0,\"try\":1,\"data\":["
              + "{},".repeat(100)
              + "{}]}");
      assertThat(tab.last("done").get("error").asString()).isEqualTo("invalid");
    }
  }

  @Test
  void changesFromOutsideAreNoFramesOfTheTabs() {
    CountDownLatch goOn = new CountDownLatch(1);
    Counter busy = busyUntil(goOn, 10);
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxWaitingFrames(1)))
                .mount("busy", busy);
        TestTab tab = server.tab("busy")) {
      tab.send(newJoin("busy")).expect("joined");
      tab.send(TestTab.frame("ping"));
      goOn.countDown();
      tab.last("pong");
    }
  }

  @Test
  void aSocketThatPingsAndDoesNotReadIsClosed() throws IOException {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxUnreadBytes(64 << 10)));
        MuteSocket mute = new MuteSocket(server.port(), "/counter")) {
      mute.pingUntilClosed();
    }
  }

  @Test
  void aJoinOverItsLimitIsClosedWith1009() {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxTokenBytes(1024)));
        TestTab tab = server.tab("counter")) {
      tab.send(join("counter", 1, "x".repeat(1024 + (64 << 10))));
      assertThat(tab.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void alsoOneThatIsFarFromItsEnd() {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxTokenBytes(1024)));
        TestTab tab = server.tab("counter");
        TestTab other = server.tab("counter")) {
      tab.sendAtOnce(join("counter", 1, "x".repeat(8 << 20)));
      assertThat(tab.closeCode()).isEqualTo(1009);
      other.send(newJoin("counter")).expect("joined");
    }
  }

  @Test
  void aFrameOverTheEventLimitIsClosedWith1009OnlyAfterJoined() {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxEventBytes(1024)));
        TestTab tab = server.tab("counter")) {
      tab.send(join("counter", 1, "x".repeat(2000))).expect("joined");
      tab.send(event(1, "note", "x".repeat(2000)));
      assertThat(tab.closeCode()).isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "join",
        "null",
        "[]",
        "1",
        "{}",
        "{\"t\":\"join\"}",
        "{\"t\":\"ping\"}",
        "{\"t\":\"nothing\"}",
        "{\"t\":\"join\",\"view\":\"counter\",\"attempt\":1,\"params\":{}} x",
        "{\"t\":\"join\",\"view\":\"elsewhere\",\"attempt\":1,\"params\":{}}"
      })
  void aFirstFrameThatIsNoJoinForThisViewIsClosedWith4002(String text) {
    try (TestServer server = server(builder -> builder);
        TestTab tab = server.tab("counter")) {
      assertThat(tab.sendText(text).closeCode()).isEqualTo(4002);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\":\"join\",\"view\":\"counter\",\"attempt\":2,\"params\":{}}",
        "{\"t\":\"event\",\"n\":2,\"name\":\"add\",\"data\":1,\"age\":0,\"try\":1}",
        "{\"t\":\"event\",\"n\":0,\"name\":\"add\",\"data\":1,\"age\":0,\"try\":1}",
        "{\"t\":\"joined\"}"
      })
  void aFrameThatBreaksTheProtocolAfterJoinedIsClosedWith4002(String text) {
    try (TestServer server = server(builder -> builder);
        TestTab tab = server.tab("counter")) {
      tab.send(newJoin("counter")).expect("joined");
      assertThat(tab.sendText(text).closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void aFrameNestedTooDeepIsClosedWith4002() {
    try (TestServer server = server(builder -> builder);
        TestTab tab = server.tab("counter")) {
      tab.send(newJoin("counter")).expect("joined");
      String deep = "[".repeat(100) + "]".repeat(100);
      tab.sendText("{\"t\":\"kept\",\"gen\":1,\"seq\":1,\"later\":" + deep + "}");
      assertThat(tab.closeCode()).isEqualTo(4002);
    }
  }

  /** As large as a token may be: looking for an event's number in it must not take far more. */
  @Test
  void oneOfNothingButBracketsTakesLittleMoreThanItself() {
    FrameCodec frames = new FrameCodec(JsonMapper.shared(), 10_000);
    byte[] frame = ("{\"x\":" + "[".repeat(1_110_000)).getBytes(StandardCharsets.UTF_8);
    frames.decode(frame);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(frames.decode(frame)).isInstanceOf(Decoded.Malformed.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
  }

  @Test
  void aBinaryFrameIsClosedWith4002() {
    try (TestServer server = server(builder -> builder);
        TestTab tab = server.tab("counter")) {
      assertThat(tab.sendBinary(new byte[] {1, 2, 3}).closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void aClientOfAnotherVersionIsClosedWith4004() {
    try (TestServer server = server(builder -> builder);
        TestTab newer =
            new TestTab(server.uri("counter"), Optional.of("livestash.v9"), Optional.empty());
        TestTab other =
            new TestTab(server.uri("counter"), Optional.of("graphql-ws"), Optional.empty());
        TestTab none = new TestTab(server.uri("counter"), Optional.empty(), Optional.empty())) {
      assertThat(newer.closeCode()).isEqualTo(4004);
      assertThat(other.closeCode()).isEqualTo(4004);
      assertThat(none.closeCode()).isEqualTo(4004);
    }
  }

  @Test
  void aTabBeyondTheInstancesOfANodeIsClosedWith1013() {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxInstances(1)));
        TestTab first = server.tab("counter");
        TestTab second = server.tab("counter")) {
      first.send(newJoin("counter")).expect("joined");
      assertThat(second.send(newJoin("counter")).closeCode()).isEqualTo(1013);
    }
  }

  @Test
  void aSilentSocketIsClosedWith1001AndOneThatAnswersPingsIsNot() {
    UnaryOperator<LiveStashBuilder> impatient =
        builder ->
            builder.times(
                times -> times.withLiveness(Duration.ofMillis(20), Duration.ofSeconds(2)));
    try (TestServer server = server(impatient);
        TestTab alive = server.tab("counter");
        MuteSocket mute = new MuteSocket(server.port(), "/counter")) {
      alive.send(newJoin("counter")).expect("joined");
      assertThat(mute.closeCode()).isEqualTo(1001);
      alive.send(TestTab.frame("ping")).last("pong");
    }
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    try (TestServer server = server(builder -> builder.allowOrigin("https://App.example"))) {
      String own = "http://localhost:" + server.port();
      connect(server, own).close();
      connect(server, "https://app.example").close();
      Assertions.assertThatThrownBy(() -> connect(server, "https://evil.example"))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(403));
    }
  }

  private static TestTab connect(TestServer server, String origin) {
    return new TestTab(server.uri("counter"), Optional.of("livestash.v1"), Optional.of(origin));
  }

  @Test
  void aStateOverItsLimitStaysLiveAndTheListenerIsTold() {
    try (TestServer server =
            server(builder -> builder.limits(limits -> limits.withMaxStateBytes(1024)));
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      tab.send(event(1, "note", "x".repeat(3000))).expect("done");
      JsonNode render = tab.expect("render");
      assertThat(render.get("data").get("note").asString()).hasSize(3000);
      JsonNode unprotected = tab.expect("unprotected");
      assertThat(unprotected.get("seen").asInt()).isEqualTo(1);
      assertThat(unprotected.get("why").asString()).isEqualTo("oversize");
      tab.send(event(2, "note", "short")).expect("done");
      tab.expect("render");
      assertThat(tab.expect("keep").get("seen").asInt()).isEqualTo(2);
      assertThat(server.unprotected).containsExactly("oversize");
    }
  }

  @Test
  void theDefaultsAreTheOnesThatTheProtocolStates() throws IOException {
    String protocol = Files.readString(Path.of("../protocol/PROTOCOL.md"));
    assertThat(protocol)
        .contains(
            "| no `join` after the socket opened | " + seconds(Times.defaults().joinTimeout()))
        .contains(
            "64 KiB) | "
                + bytes(Limits.defaults().maxTokenBytes() + (64 << 10))
                + " bytes | 1009 |")
        .contains(
            "than an event may be | "
                + bytes(Limits.defaults().maxEventBytes())
                + " bytes | 1009 |")
        .contains("more than " + bytes(Limits.defaults().maxWaitingFrames()) + " frames of it wait")
        .contains("or " + (Limits.defaults().maxWaitingBytes() >> 10) + " KiB of them")
        .contains("tokens of JSON | " + bytes(Limits.defaults().maxJsonTokens()) + " | 4002 |")
        .contains("has not read | " + (Limits.defaults().maxUnreadBytes() >> 20) + " MiB | 4003 |")
        .contains("pongs included | " + seconds(Times.defaults().silenceTimeout()))
        .contains("on one node | " + bytes(Limits.defaults().maxInstances()) + " | 1013 |")
        .contains("it waits " + seconds(Times.defaults().linger()) + " for its tab by default");
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private static String bytes(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
