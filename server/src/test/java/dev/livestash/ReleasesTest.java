package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Migrations;
import dev.livestash.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A tab's state across releases that keep it in different shapes, over real sockets. */
class ReleasesTest {
  @TempDir Path folder;

  private TestServer node(View<?> release) {
    return TestServer.in(folder).mount("shape", release);
  }

  /** Counts to two and notes something, in a tab of its own; returns what the tab holds then. */
  private JsonNode used(TestServer node) {
    try (TestTab tab = node.tab("shape")) {
      tab.joinNew("shape");
      typed(tab, event(1, "add", 2));
      return typed(tab, event(2, "note", "milk"));
    }
  }

  /** Sends an event, and keeps the snapshot that contains it. */
  private static JsonNode typed(TestTab tab, JsonNode event) {
    JsonNode keep = tab.send(event).last("keep");
    assertThat(keep.get("seen").asInt()).isEqualTo(event.get("n").asInt());
    tab.send(kept(keep));
    return keep;
  }

  private static void shows(JsonNode frame, int count, String... notes) {
    JsonNode data = frame.get("data");
    assertThat(data.get("count").asInt()).isEqualTo(count);
    assertThat(data.get("notes").valueStream().map(JsonNode::asString)).containsExactly(notes);
    assertThat(data.get("price").asString()).isEqualTo(Shape.PRICE.toPlainString());
  }

  private static String outcome(JsonNode joined) {
    return joined.get("outcome").asString()
        + (joined.has("reason") ? ":" + joined.get("reason").asString() : "");
  }

  @Test
  void aStateOfAnEarlierVersionIsMigratedStepByStepAndEveryDigitIsKept() {
    JsonNode held;
    try (TestServer old = node(new Shape.First())) {
      held = used(old);
    }
    try (TestServer now = node(new Shape.Third());
        TestTab tab = now.tab("shape")) {
      JsonNode joined = tab.send(join("shape", 2, held)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("restored");
      shows(joined, 2, "milk");
      assertThat(joined.get("seen").asInt()).isEqualTo(2);
      tab.send(kept(tab.expect("keep")));
      shows(tab.send(event(3, "note", "eggs")).last("render"), 2, "milk", "eggs");
    }
  }

  @Test
  void inARollingDeployATabGoesForthAndBackAndFindsItsStateAndItsOutbox() {
    try (TestServer old = node(new Shape.First());
        TestServer now = node(new Shape.Second())) {
      JsonNode held = used(old);
      try (TestTab tab = now.tab("shape")) {
        shows(tab.send(join("shape", 2, held)).expect("joined"), 2, "milk");
        tab.send(kept(tab.expect("keep")));
        held = typed(tab, event(3, "note", "eggs"));
      }
      standsInFor(old, held);
      backAtHome(now, held, "adopted");
      try (TestServer another = node(new Shape.Second())) {
        backAtHome(another, held, "restored");
      }
    }
  }

  /** The old node has nothing for the tab but a fresh state, which it does not protect. */
  private static void standsInFor(TestServer old, JsonNode held) {
    try (TestTab tab = old.tab("shape")) {
      JsonNode joined = tab.send(join("shape", 3, held)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new:newer");
      assertThat(joined.get("seen").asInt()).isEqualTo(3);
      shows(joined, 0);
      tab.send(event(4, "add", 100)).expect("done");
      shows(tab.expect("render"), 100);
      tab.send(frame("ping")).expect("pong");
      assertThat(old.rejections).containsExactly(RejectReason.NEWER);
    }
  }

  private static void backAtHome(TestServer now, JsonNode held, String outcome) {
    try (TestTab tab = now.tab("shape")) {
      JsonNode joined = tab.send(sure("shape", 4, held)).expect("joined");
      assertThat(outcome(joined)).isEqualTo(outcome);
      assertThat(joined.get("seen").asInt()).isEqualTo(3);
      shows(joined, 2, "milk", "eggs");
      tab.send(event(4, "add", 1));
      shows(tab.last("render"), 3, "milk", "eggs");
    }
  }

  static List<Consumer<Migrations>> broken() {
    return List.of(
        on -> {},
        on ->
            on.from(
                1,
                json -> {
                  throw new IllegalArgumentException("a mistake in the application");
                }),
        on ->
            on.from(
                1,
                json -> {
                  throw FailingViewTest.<RuntimeException>sneaky(new IOException("checked"));
                }),
        on ->
            on.from(
                1,
                json -> {
                  throw new StackOverflowError();
                }),
        on -> on.from(1, json -> json.get("no such member")),
        on -> on.from(1, json -> StringNode.valueOf("no such shape")));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aStateThatCannotBeMigratedIsLeftAndTheViewStartsFreshInTheSameConnection(
      Consumer<Migrations> steps) {
    JsonNode held;
    try (TestServer old = node(new Shape.First())) {
      held = used(old);
    }
    View<Shape.Two> broken =
        new Shape.Second() {
          @Override
          public void migrations(Migrations on) {
            steps.accept(on);
          }
        };
    try (TestServer now = node(broken);
        TestTab tab = now.tab("shape")) {
      JsonNode joined = tab.send(join("shape", 2, held)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new:rejected");
      shows(joined, 0);
      tab.expect("keep");
      assertThat(now.rejections).containsExactly(RejectReason.UNMIGRATABLE);
    }
  }

  @Test
  void aStepThatFailsForEachTabIsSaidWithItsTraceOnce() {
    JsonNode held;
    try (TestServer old = node(new Shape.First())) {
      held = used(old);
    }
    View<Shape.Two> broken =
        new Shape.Second() {
          @Override
          public void migrations(Migrations on) {
            broken().get(1).accept(on);
          }
        };
    try (Logs logs = new Logs();
        TestServer now = node(broken)) {
      for (int attempt = 2; attempt < 5; attempt++) {
        try (TestTab tab = now.tab("shape")) {
          assertThat(outcome(tab.send(join("shape", attempt, held)).expect("joined")))
              .isEqualTo("new:rejected");
        }
      }
      assertThat(logs.lines())
          .filteredOn(line -> line.contains("The migration of shape from version 1 failed"))
          .singleElement()
          .asString()
          .contains("a mistake in the application");
    }
  }

  @Test
  void onlyATokenOfAnEarlierVersionThatMayBeRestoredIsMigrated() {
    AtomicInteger steps = new AtomicInteger();
    View<Shape.Two> counting =
        new Shape.Second() {
          @Override
          public void migrations(Migrations on) {
            on.from(1, json -> Shape.toTwo().apply(counted(json)));
          }

          private JsonNode counted(JsonNode json) {
            steps.incrementAndGet();
            return json;
          }
        };
    try (TestServer old = node(new Shape.First());
        TestServer now = node(counting)) {
      JsonNode held = used(old);
      JsonNode migrated;
      try (TestTab tab = now.tab("shape")) {
        tab.send(join("shape", 2, held)).expect("joined");
        migrated = tab.expect("keep");
        tab.send(kept(migrated)).send(frame("ping")).expect("pong");
      }
      assertThat(steps).hasValue(1);
      try (TestTab tab = now.tab("shape")) {
        JsonNode joined = tab.send(sure("shape", 3, held)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("adopted");
      }
      try (TestServer another = node(counting);
          TestTab tab = another.tab("shape")) {
        JsonNode joined = tab.send(join("shape", 4, migrated)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("restored");
      }
      assertThat(steps).hasValue(1);
    }
  }

  static List<Consumer<Migrations>> misdeclared() {
    return List.of(
        on -> on.from(0, json -> json),
        on -> on.from(3, json -> json),
        on -> on.from(1, json -> json),
        on -> on.from(2, json -> json).from(2, json -> json));
  }

  @ParameterizedTest
  @MethodSource("misdeclared")
  void aChainThatDoesNotLeadToThePresentVersionFailsTheMount(Consumer<Migrations> steps) {
    View<Shape.Three> misdeclared =
        new Shape.Third() {
          @Override
          public void migrations(Migrations on) {
            steps.accept(on);
          }
        };
    LiveStash stash =
        LiveStash.builder()
            .keys(KeyRing.development(folder.resolve("keys.json")))
            .times(times -> times.withKeyReloadInterval(Duration.ZERO))
            .build();
    assertThatThrownBy(() -> stash.mount("shape", misdeclared))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shape")
        .hasMessageContaining("version");
  }
}
