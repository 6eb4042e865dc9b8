package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Context;
import dev.livestash.view.Leftover;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A view that fails fails once: never again and again at each join, and never with its session. */
class FailingViewTest {
  @TempDir Path folder;

  /** A state whose second component a later release has added, without a new version. */
  record Two(String first, @Nullable String second) {}

  /** A list of words, each shown; a view of several releases and with several faults. */
  private static class Words implements View<Two> {
    @Override
    public Class<Two> stateType() {
      return Two.class;
    }

    @Override
    public Two first(Context<Two> context) {
      return new Two("new", "new");
    }

    @Override
    public void handlers(ViewHandlers<Two> on) {
      on.on("set", String.class, (state, word, event) -> new Two(word, word))
          .on(
              "drop",
              (state, event) -> {
                event.context().update(two -> new Two(two.first(), null));
                return state;
              })
          .on(
              "set null",
              (state, event) -> {
                event.reply("ok");
                return new Two("bad", null);
              });
    }

    @Override
    public Object render(Two state, Context<Two> context) {
      return Map.of("first", state.first(), "second", state.second());
    }
  }

  private static final class EarlierRelease extends Words {
    @Override
    public Object render(Two state, Context<Two> context) {
      return state.first();
    }

    @Override
    public Two first(Context<Two> context) {
      return new Two("old", null);
    }
  }

  private TestServer server() {
    return new TestServer(
        KeyRing.development(folder.resolve("keys.json")), UnaryOperator.identity());
  }

  private JsonNode heldFromEarlierRelease() {
    try (TestServer earlier = server().mount("words", new EarlierRelease());
        TestTab tab = earlier.tab("words")) {
      return tab.send(newJoin("words")).last("keep");
    }
  }

  @Test
  void aStateThatCannotBeShownIsGivenUpOnce() {
    JsonNode held = heldFromEarlierRelease();
    try (TestServer later = server().mount("words", new Words());
        TestTab tab = later.tab("words")) {
      JsonNode joined = tab.send(join("words", 9, held).put("fork", false)).expect("joined");
      assertThat(joined.get("outcome").asString()).isEqualTo("new");
      assertThat(joined.get("reason").asString()).isEqualTo("rejected");
      assertThat(joined.get("data").get("first").asString()).isEqualTo("new");
      assertThat(later.rejections).containsExactly(RejectReason.UNUSABLE);
      assertThat(later.instances()).isOne();
    }
  }

  @Test
  void itIsLeftToTheApplicationFirst() {
    JsonNode held = heldFromEarlierRelease();
    Words saving =
        new Words() {
          @Override
          public Optional<Two> salvage(Leftover leftover, Context<Two> context) {
            assertThat(leftover.reason()).isEqualTo(Leftover.Reason.UNUSABLE);
            return Optional.of(new Two(leftover.state().get("first").asString(), "saved"));
          }
        };
    try (TestServer later = server().mount("words", saving);
        TestTab tab = later.tab("words")) {
      JsonNode joined = tab.send(join("words", 9, held).put("fork", false)).expect("joined");
      assertThat(joined.get("data").get("first").asString()).isEqualTo("old");
      assertThat(joined.get("data").get("second").asString()).isEqualTo("saved");
    }
  }

  static Stream<Supplier<Optional<Two>>> badSalvages() {
    return Stream.of(
        () -> Optional.of(new Two("salvaged", null)),
        () -> {
          throw new IllegalStateException("salvage");
        },
        () -> {
          throw new AssertionError("salvage");
        });
  }

  @ParameterizedTest
  @MethodSource("badSalvages")
  void aBadSalvageIsNoDeadPageEither(Supplier<Optional<Two>> salvage) {
    JsonNode held = heldFromEarlierRelease();
    Words saving =
        new Words() {
          @Override
          public Optional<Two> salvage(Leftover leftover, Context<Two> context) {
            return salvage.get();
          }
        };
    try (TestServer later = server().mount("words", saving);
        TestTab tab = later.tab("words")) {
      JsonNode joined = tab.send(join("words", 9, held).put("fork", false)).expect("joined");
      assertThat(joined.get("data").get("first").asString()).isEqualTo("new");
    }
  }

  @Test
  void attachingThatFailsIsNoDeadPage() {
    JsonNode held = heldFromEarlierRelease();
    Words picky =
        new Words() {
          @Override
          public void attached(Two state, Context<Two> context) {
            if (state.second() == null) {
              throw new StackOverflowError();
            }
          }
        };
    try (TestServer later = server().mount("words", picky);
        TestTab tab = later.tab("words")) {
      assertThat(tab.send(join("words", 9, held)).expect("joined").get("outcome").asString())
          .isEqualTo("new");
    }
  }

  @Test
  void anEventWhoseStateCannotBeShownHasFailed() {
    try (TestServer server = server().mount("words", new Words());
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      JsonNode done = tab.send(event(1, "set null", "")).last("done");
      assertThat(done.get("error").asString()).isEqualTo("failed");
      assertThat(done.has("reply")).isFalse();
      JsonNode render = tab.expect("render");
      assertThat(render.get("seen").asInt()).isOne();
      assertThat(render.get("data").get("first").asString()).isEqualTo("new");
      assertThat(tab.send(event(2, "set", "good")).last("render").get("data").get("first"))
          .hasToString("\"good\"");
    }
  }

  /** Its tab has a token of the state before, and nothing of that is in vain. */
  @Test
  void oneThatIsMadeWhileTheTabIsAwayCostsNoMoreThanItself() {
    Words view = new Words();
    try (TestServer server = server().mount("words", view)) {
      JsonNode held;
      try (TestTab tab = server.tab("words")) {
        tab.joinNew("words");
        held = tab.sendAndKeep(event(1, "set", "good"));
      }
      StashingTest.await(() -> server.sockets() == 0);
      server.stash().tabs(view).forEach(tab -> tab.update(state -> new Two("bad", null)));
      try (TestTab tab = server.tab("words")) {
        assertThat(tab.send(join("words", 9, held)).closeCode()).isEqualTo(1011);
      }
      try (TestTab tab = server.tab("words")) {
        JsonNode joined = tab.send(join("words", 10, held)).expect("joined");
        assertThat(joined.get("outcome").asString()).isEqualTo("restored");
        assertThat(joined.get("data").get("first").asString()).isEqualTo("good");
      }
    }
  }

  @Test
  void aChangeFromOutsideWhoseStateCannotBeShownIsTakenBack() {
    try (TestServer server = server().mount("words", new Words());
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      tab.send(event(1, "drop", "")).send(event(2, "set", "good"));
      assertThat(tab.last("done").get("n").asInt()).isOne();
      JsonNode render = tab.last("render");
      while (render.get("seen").asInt() < 2) {
        render = tab.last("render");
      }
      assertThat(render.get("data").get("second").asString()).isEqualTo("good");
    }
  }

  /** Whatever a handler may throw that leaves the process alive. */
  static Stream<Throwable> thrown() {
    return Stream.of(
        new StackOverflowError(),
        new AssertionError("x"),
        new NoClassDefFoundError("x"),
        new ExceptionInInitializerError("x"),
        new OutOfMemoryError("x"),
        new ThreadDeath(),
        new LinkageError("x"),
        new InterruptedException("x"),
        new Exception("x"),
        new Throwable("x"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whateverAHandlerThrowsConsumesItsEvent(Throwable thrown) {
    Words throwing =
        new Words() {
          @Override
          public void handlers(ViewHandlers<Two> on) {
            super.handlers(on);
            on.on(
                "throw",
                (state, event) -> {
                  throw FailingViewTest.<RuntimeException>sneaky(thrown);
                });
            on.on(
                "throw outside",
                (state, event) -> {
                  event
                      .context()
                      .update(
                          two -> {
                            throw FailingViewTest.<RuntimeException>sneaky(thrown);
                          });
                  return state;
                });
          }
        };
    try (TestServer server = server().mount("words", throwing);
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      JsonNode done = tab.send(event(1, "throw", "")).last("done");
      assertThat(done.get("error").asString()).isEqualTo("failed");
      tab.send(event(2, "throw outside", "")).last("done");
      assertThat(tab.send(event(3, "set", "on")).last("done").has("error")).isFalse();
      tab.send(frame("ping")).last("pong");
    }
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whateverARenderThrowsTakesItsEventBack(Throwable thrown) {
    Words unshown =
        new Words() {
          @Override
          public Object render(Two state, Context<Two> context) {
            if (state.first().equals("bad")) {
              throw FailingViewTest.<RuntimeException>sneaky(thrown);
            }
            return super.render(state, context);
          }
        };
    try (TestServer server = server().mount("words", unshown);
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      JsonNode done = tab.send(event(1, "set", "bad")).last("done");
      assertThat(done.get("error").asString()).isEqualTo("failed");
      assertThat(tab.send(event(2, "set", "good")).last("done").has("error")).isFalse();
      assertThat(tab.last("render").get("data").get("first").asString()).isEqualTo("good");
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void aStateWhoseEqualsThrowsIsNoEndOfItsSession() {
    record Bad(int n) {
      @Override
      public boolean equals(@Nullable Object other) {
        throw new StackOverflowError();
      }

      @Override
      public int hashCode() {
        return n;
      }
    }
    View<Bad> view =
        new View<>() {
          @Override
          public Class<Bad> stateType() {
            return Bad.class;
          }

          @Override
          public Bad first(Context<Bad> context) {
            return new Bad(0);
          }

          @Override
          public void handlers(ViewHandlers<Bad> on) {
            on.on("add", (state, event) -> new Bad(state.n() + 1));
          }

          @Override
          public Object render(Bad state, Context<Bad> context) {
            return state.n();
          }
        };
    try (TestServer server = server().mount("bad", view);
        TestTab tab = server.tab("bad")) {
      tab.send(newJoin("bad")).expect("joined");
      assertThat(tab.send(event(-1, "add", "")).last("render").get("data").asInt()).isOne();
      tab.send(event(1, "add", "")).last("done");
    }
  }

  /** Events that a page can make, and no handler be given. */
  static List<String> unfit() {
    String deep = "[".repeat(100) + "]".repeat(100);
    return List.of(
        "{\"t\":\"event\",\"n\":1,\"name\":\"set\",\"data\":" + deep + ",\"age\":0,\"try\":1}",
        "{\"t\":\"event\",\"data\":" + deep + ",\"name\":\"set\",\"age\":0,\"try\":1,\"n\":1}",
        "{\"t\":\"event\",\"n\":1,\"name\":\"set\",\"data\":"
            + "9".repeat(1001)
            + ",\"age\":0,\"try\":1}",
        "{\"t\":\"event\",\"n\":1,\"name\":\""
            + "x".repeat(65)
            + "\",\"data\":null,\"age\":0,\"try\":1}",
        "{\"t\":\"event\",\"n\":1,\"name\":\"set\",\"data\":null,\"age\":-5,\"try\":1}",
        "{\"t\":\"event\",\"n\":1,\"name\":\"set\",\"data\":null,\"age\":1.5,\"try\":1}",
        "{\"t\":\"event\",\"n\":1,\"name\":\"set\",\"age\":0,\"try\":1}",
        "{\"t\":\"event\",\"n\":1,\"name\":\"set\",\"data\":{\"a\":1,\"a\":2},\"age\":0,\"try\":1}");
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void anEventThatIsNotFitIsAnswered(String frame) {
    try (TestServer server = server().mount("words", new Words());
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      JsonNode done = tab.sendText(frame).last("done");
      assertThat(done.get("n").asInt()).isOne();
      assertThat(done.get("error").asString()).isEqualTo("invalid");
      assertThat(tab.send(event(2, "set", "on")).last("done").has("error")).isFalse();
    }
  }

  @Test
  void aLongNameOrTextInAnEventIsNoReasonToRefuseIt() {
    Words any =
        new Words() {
          @Override
          public void handlers(ViewHandlers<Two> on) {
            on.on(
                "any",
                JsonNode.class,
                (state, data, event) -> new Two(data.propertyNames().iterator().next(), "x"));
          }
        };
    try (TestServer server = server().mount("words", any);
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      String name = "n".repeat(50_001);
      JsonNode render = tab.send(event(1, "any", Map.of(name, 1))).last("render");
      assertThat(render.get("data").get("first").asString()).isEqualTo(name);
    }
  }
}
