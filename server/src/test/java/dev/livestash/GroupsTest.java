package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.sure;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.livestash.bus.MemoryBus;
import dev.livestash.report.StashListener;
import dev.livestash.view.Context;
import dev.livestash.view.Rewind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages to groups, on one node, and pushes to a page. */
class GroupsTest {
  @TempDir Path folder;

  private final BlockingQueue<String> dropped = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();

  private final ChatView view = new ChatView();

  @SuppressWarnings("NullAway.Init") // set before each test
  private TestServer server;

  private final StashListener listener =
      new StashListener() {
        @Override
        public void dropped(String view, String why) {
          dropped.add(view + " " + why);
        }

        @Override
        public void failed(String view, String sid, String where, Throwable failure) {
          failed.add(where);
        }
      };

  @BeforeEach
  void start() {
    start(builder -> builder);
  }

  private void start(UnaryOperator<LiveStashBuilder> configure) {
    close();
    server =
        TestServer.in(folder, builder -> configure.apply(builder.listener(listener)))
            .mount("chat", view);
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private static ObjectNode joining(String room) {
    ObjectNode join = newJoin("chat");
    join.putObject("params").put("room", room);
    return join;
  }

  private TestTab tabIn(String room) {
    TestTab tab = server.tab("chat");
    tab.send(joining(room)).expect("joined");
    tab.send(kept(tab.expect("keep")));
    return tab;
  }

  private void say(String room, String text) {
    server.stash().publish(room, "line", Map.of("text", text));
  }

  /** The render in which a line is the last that was heard; snapshots are stored on the way. */
  private static JsonNode heard(TestTab tab, String last) {
    while (true) {
      JsonNode frame = tab.next();
      if (frame.get("t").asString().equals("keep")) {
        tab.send(kept(frame));
      }
      JsonNode lines = frame.path("data");
      if (lines.isArray()
          && !lines.isEmpty()
          && last.equals(lines.get(lines.size() - 1).asString())) {
        return lines;
      }
    }
  }

  private static String next(BlockingQueue<String> told) throws InterruptedException {
    @Nullable String one = told.poll(10, TimeUnit.SECONDS);
    return one == null ? "nothing" : one;
  }

  @Test
  void aMessageComesToAllMembersInTheOrderOfItsSenderAndToNobodyElse() {
    try (TestTab one = tabIn("a");
        TestTab two = tabIn("a");
        TestTab other = tabIn("b")) {
      for (int i = 0; i < 100; i++) {
        say("a", "line " + i);
      }
      say("b", "to b");
      assertThat(heard(one, "line 99")).hasSize(100);
      JsonNode lines = heard(two, "line 99");
      for (int i = 0; i < 100; i++) {
        assertThat(lines.get(i).asString()).isEqualTo("line " + i);
      }
      assertThat(heard(other, "to b")).hasSize(1);
    }
  }

  @Test
  void aHandlerPublishesToItsOwnTabToo() {
    try (TestTab one = tabIn("a");
        TestTab two = tabIn("a")) {
      one.send(event(1, "say", Map.of("text", "hello")));
      assertThat(heard(one, "hello")).hasSize(1);
      assertThat(heard(two, "hello")).hasSize(1);
    }
  }

  @Test
  void whoHasLeftAGroupHearsNothingOfIt() {
    try (TestTab tab = tabIn("a")) {
      tab.send(event(1, "move", Map.of("text", "b"))).until("done");
      say("a", "to a");
      say("b", "to b");
      assertThat(heard(tab, "to b")).hasSize(1);
    }
  }

  @Test
  void aMessageTellsItsGroup() {
    try (TestTab tab = tabIn("a room")) {
      server.stash().publish("a room", "name", "any");
      assertThat(heard(tab, "a room")).hasSize(1);
    }
  }

  @Test
  void whatASessionHearsWhileItWaitsForItsTabIsInItsState() {
    JsonNode keep;
    try (TestTab tab = tabIn("a")) {
      say("a", "one");
      heard(tab, "one");
      keep = tab.expect("keep");
      tab.send(kept(keep));
    }
    say("a", "two");
    try (TestTab back = server.tab("chat")) {
      JsonNode joined = back.send(sure("chat", 2, keep)).expect("joined");
      assertThat(joined.get("outcome").asString()).isEqualTo("adopted");
      assertThat(joined.get("data")).hasSize(2);
      say("a", "three");
      assertThat(heard(back, "three")).hasSize(3);
    }
  }

  @Test
  void whatIsNotJoinedAgainAtAnAttachIsLeft() {
    JsonNode keep;
    try (TestTab tab = tabIn("a")) {
      tab.send(event(1, "also", Map.of("text", "b"))).until("done");
      say("b", "one");
      heard(tab, "one");
      keep = tab.expect("keep");
      tab.send(kept(keep));
    }
    try (TestTab back = server.tab("chat")) {
      back.send(sure("chat", 2, keep)).expect("joined");
      say("b", "two");
      say("a", "three");
      assertThat(heard(back, "three")).hasSize(2);
    }
  }

  @Test
  void aRestoredTabIsAMemberAgain() {
    JsonNode keep;
    try (TestTab tab = tabIn("a")) {
      say("a", "one");
      heard(tab, "one");
      keep = tab.expect("keep");
      tab.send(kept(keep));
    }
    start(builder -> builder);
    say("a", "nobody hears it");
    try (TestTab back = server.tab("chat")) {
      JsonNode joined = back.send(sure("chat", 2, keep)).expect("joined");
      assertThat(joined.get("outcome").asString()).isEqualTo("restored");
      say("a", "two");
      assertThat(heard(back, "two")).hasSize(2);
    }
  }

  @Test
  void aSleepingTabIsWoken() {
    start(builder -> builder.times(times -> times.withSleepAfter(Duration.ofMillis(100))));
    try (TestTab tab = tabIn("a")) {
      say("a", "one");
      heard(tab, "one");
      JsonNode keep = tab.expect("keep");
      tab.send(kept(keep)).expect("asleep");
      say("a", "two");
      say("a", "three");
      tab.expect("needed");
      tab.send(wake(keep));
      assertThat(heard(tab, "three")).hasSize(3);
    }
  }

  @Test
  void aViewThatDoesNotWakeForMessagesHasTheNewestWhenItWakes() throws InterruptedException {
    start(builder -> builder.times(times -> times.withSleepAfter(Duration.ofMillis(100))));
    server.mount(
        "quiet",
        new ChatView() {
          @Override
          public boolean wakesForUpdates() {
            return false;
          }
        });
    try (TestTab tab = server.tab("quiet")) {
      tab.send(newJoin("quiet")).expect("joined");
      JsonNode keep = tab.expect("keep");
      tab.send(kept(keep)).expect("asleep");
      say("lobby", "one");
      say("lobby", "two");
      assertThat(next(dropped)).isEqualTo("quiet asleep");
      tab.send(wake(keep));
      assertThat(heard(tab, "two")).hasSize(1);
    }
  }

  @Test
  void aHandlerThatThrowsLeavesTheStateAndIsTold() throws InterruptedException {
    try (TestTab tab = tabIn("a")) {
      server.stash().publish("a", "throw", "no");
      assertThat(next(failed)).isEqualTo("message");
      say("a", "one");
      assertThat(heard(tab, "one")).hasSize(1);
    }
  }

  @Test
  void whatDoesNotFitItsHandlerIsDroppedAndTold() throws InterruptedException {
    try (TestTab tab = tabIn("a")) {
      server.stash().publish("a", "line", List.of(1));
      assertThat(next(dropped)).isEqualTo("chat invalid");
      server.stash().publish("a", "nobody has a handler for it", 1);
      say("a", "one");
      assertThat(heard(tab, "one")).hasSize(1);
      assertThat(dropped).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb"})
  void aGroupHasAName(String group) {
    assertThatThrownBy(() -> say(group, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group");
    assertThatThrownBy(() -> say("g".repeat(129), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageIsBounded() {
    assertThatThrownBy(() -> say("a", "x".repeat(64 << 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxMessageBytes");
    assertThatThrownBy(() -> server.stash().publish("a", "deep", deep()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64");
    assertThatThrownBy(() -> server.stash().publish("a", "x".repeat(65), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.stash().publish("a", "x", Unwritable.made()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JSON");
  }

  /** A bean that is part of itself. */
  public record Unwritable(List<Object> parts) {
    static Unwritable made() {
      List<Object> parts = new ArrayList<>();
      Unwritable made = new Unwritable(parts);
      parts.add(made);
      return made;
    }
  }

  private static Object deep() {
    Object nested = 1;
    for (int i = 0; i < 70; i++) {
      nested = List.of(nested);
    }
    return nested;
  }

  @Test
  void aSessionHasSoManyMessagesWaitingAndNoMore() throws Exception {
    start(builder -> builder.limits(limits -> limits.withMaxWaitingFrames(2)));
    try (TestTab tab = tabIn("a")) {
      StuckChat stuck = new StuckChat();
      server.mount("stuck", stuck);
      try (TestTab other = server.tab("stuck")) {
        other.send(newJoin("stuck")).expect("joined");
        other.send(event(1, "hold", null));
        stuck.isHeld.await();
        for (int i = 0; i < 5; i++) {
          say("lobby", "line " + i);
        }
        assertThat(next(dropped)).isEqualTo("stuck waiting");
        stuck.goOn.countDown();
        assertThat(heard(other, "line 1")).hasSize(2);
      }
      say("a", "others do not wait");
      assertThat(heard(tab, "others do not wait")).hasSize(1);
    }
    // What a tab sent last may still be on its way through a session that ends.
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          while (server.memory().getOrDefault("waiting", -1L) != 0) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void aTabIsAMemberOfSoManyGroupsAndNoMore() throws InterruptedException {
    BlockingQueue<Boolean> joined = new LinkedBlockingQueue<>();
    server.mount(
        "many",
        new ChatView() {
          @Override
          public void attached(Room room, Context<Room> context) {
            for (int i = 0; i < 65; i++) {
              joined.add(context.join("room/" + i));
            }
          }
        });
    try (TestTab tab = server.tab("many")) {
      tab.send(newJoin("many")).expect("joined");
      assertThat(joined).containsOnlyOnce(false).hasSize(65);
      assertThat(next(dropped)).isEqualTo("many groups");
    }
  }

  /** As many new ones as it had before: those are left. */
  @Test
  void whatIsAboutToBeLeftIsInNobodysWay() {
    BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    AtomicInteger attaches = new AtomicInteger();
    server.mount(
        "moving",
        new ChatView() {
          @Override
          public void attached(Room room, Context<Room> context) {
            int attach = attaches.incrementAndGet();
            for (int i = 0; i < 65; i++) {
              String group = i < 64 ? attach + "/" + i : "1/0";
              if (!context.join(group)) {
                refused.add(group);
              }
            }
          }
        });
    JsonNode keep;
    try (TestTab tab = server.tab("moving")) {
      tab.send(newJoin("moving")).expect("joined");
      keep = tab.expect("keep");
      tab.send(kept(keep));
    }
    assertThat(refused).isEmpty();
    try (TestTab back = server.tab("moving")) {
      back.send(sure("moving", 2, keep)).expect("joined");
      assertThat(refused).containsExactly("1/0");
      say("1/1", "to where it was");
      say("1/0", "to where it could not stay");
      say("2/63", "to where it is");
      assertThat(heard(back, "to where it is")).hasSize(1);
    }
  }

  // --- pushes

  /** Of its data, as for a message; what stands around them does not count. */
  @Test
  void aPushIsBounded() {
    try (TestTab tab = tabIn("a")) {
      String most = "x".repeat((64 << 10) - 2);
      push(most);
      assertThat(tab.last("push").get("data").asString()).isEqualTo(most);
      assertThatThrownBy(() -> push(most + "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxMessageBytes");
    }
  }

  private void push(String data) {
    server.stash().tabs(view).forEach(tab -> tab.push("toast", data));
  }

  @Test
  void messagesMayBeAsLargeAsCanBeSaid() throws InterruptedException {
    start(
        builder ->
            builder.bus(new MemoryBus()).limits(limits -> limits.withMaxMessageBytes(1 << 30)));
    try (TestTab tab = tabIn("a")) {
      say("a", "hello");
      assertThat(heard(tab, "hello")).isNotEmpty();
      assertThat(dropped).isEmpty();
    }
  }

  @Test
  void aPushComesAfterTheAnswer() {
    try (TestTab tab = tabIn("a")) {
      tab.send(event(1, "toast", Map.of("text", "saved")));
      tab.expect("done");
      JsonNode push = tab.expect("push");
      assertThat(push.get("name").asString()).isEqualTo("toast");
      assertThat(push.at("/data/text").asString()).isEqualTo("saved");
    }
  }

  @Test
  void whereNothingMayBeTakenBackAPushWaitsForItsState() {
    server.mount(
        "strict",
        new ChatView() {
          @Override
          public Rewind rewind() {
            return Rewind.REFUSE;
          }
        });
    try (TestTab tab = server.tab("strict")) {
      tab.send(newJoin("strict")).expect("joined");
      tab.send(kept(tab.expect("keep")));
      tab.send(event(1, "toast", Map.of("text", "saved")));
      JsonNode keep = tab.expect("keep");
      tab.send(TestTab.frame("ping")).expect("pong");
      tab.send(kept(keep)).expect("done");
      assertThat(List.of(tab.next().get("t").asString(), tab.next().get("t").asString()))
          .containsExactlyInAnyOrder("render", "push");
    }
  }
}
