package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.report.StashListener;
import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A view that sends a tab away, and one that fails: what the page is told, and who listens. */
class RefusalTest {
  @TempDir Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** Refuses, or fails, where it is told to. */
  private static final class Door extends TestView<Door.Seats> {
    record Seats(int taken) {}

    private final List<String> refusing = new CopyOnWriteArrayList<>();

    Door(String... refusing) {
      super(Seats.class, () -> new Seats(0), seats -> seats);
      this.refusing.addAll(List.of(refusing));
    }

    private void come(Context<Seats> context, String where) {
      if (refusing.contains(where)) {
        throw context.refuse("closed at " + where);
      }
      if (refusing.contains("fail " + where)) {
        throw new IllegalStateException(where);
      }
    }

    @Override
    public Seats first(Context<Seats> context) {
      come(context, "first");
      return super.first(context);
    }

    @Override
    public void attached(Seats seats, Context<Seats> context) {
      come(context, "attached");
    }

    @Override
    public Object render(Seats seats, Context<Seats> context) {
      come(context, "render");
      return super.render(seats, context);
    }

    @Override
    public void handlers(ViewHandlers<Seats> on) {
      on.on("take", (seats, event) -> new Seats(seats.taken() + 1));
      on.on(
          "take the last",
          (seats, event) -> {
            var unused = event.context().refuse("that was the last");
            return new Seats(seats.taken() + 1);
          });
      on.on(
          "throw",
          (seats, event) -> {
            throw event.context().refuse("thrown");
          });
      on.on(
          "later",
          (seats, event) -> {
            event
                .context()
                .update(
                    now -> {
                      throw event.context().refuse("from outside");
                    });
            return seats;
          });
      on.on(
          "fail",
          (seats, event) -> {
            throw new IllegalStateException("handler");
          });
    }
  }

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, builder -> configure.apply(builder).listener(listener()));
  }

  private StashListener listener() {
    return new StashListener() {
      @Override
      public void attached(
          String view, String sid, dev.livestash.view.Arrival arrival, Duration took) {
        told.add("attached " + arrival.outcome());
      }

      @Override
      public void detached(String view, String sid, int code) {
        assertThat(sid).hasSize(22);
        told.add("detached " + code);
      }

      @Override
      public void failed(String view, String sid, String where, Throwable failure) {
        assertThat(sid).hasSize(22);
        told.add("failed " + where + ": " + failure.getMessage());
      }

      @Override
      public void drained(int instances, boolean haveAll, Duration took) {
        told.add("drained " + instances + " " + haveAll);
      }
    };
  }

  private TestServer start(Door door) {
    return server(builder -> builder).mount("door", door);
  }

  /** What is told on another thread. */
  private void awaitTold(String what) {
    for (int looks = 0; looks < 100_000_000 && !told.contains(what); looks++) {
      Thread.onSpinWait();
    }
    assertThat(told).contains(what);
  }

  /** One that is cut has no code of its own. */
  private void awaitThreeDetached() {
    for (int looks = 0; looks < 100_000_000 && detached() < 3; looks++) {
      Thread.onSpinWait();
    }
  }

  private long detached() {
    return told.stream().filter(line -> line.startsWith("detached")).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "attached", "render"})
  void aTabIsRefusedBeforeItHasJoined(String where) {
    try (TestServer server = start(new Door(where));
        TestTab tab = server.tab("door")) {
      tab.send(newJoin("door"));
      assertThat(tab.closeCode()).isEqualTo(4006);
      assertThat(tab.closeReason()).isEqualTo("closed at " + where);
      assertThat(tab.received()).isEmpty();
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"attached", "render"})
  void aTabThatComesBackIsRefusedAndKeepsWhatItHolds(String where) {
    Door door = new Door();
    try (TestServer server = start(door)) {
      JsonNode keep;
      try (TestTab tab = server.tab("door")) {
        tab.joinNew("door");
        keep = tab.sendAndKeep(event(1, "take", null));
      }
      door.refusing.add(where);
      try (TestTab tab = server.tab("door")) {
        tab.send(join("door", 9, keep).put("fork", false));
        assertThat(tab.closeCode()).isEqualTo(4006);
        assertThat(tab.received()).isEmpty();
      }
      door.refusing.clear();
      try (TestTab tab = server.tab("door")) {
        JsonNode joined = tab.send(join("door", 10, keep).put("fork", false)).expect("joined");
        assertThat(joined.get("outcome").asString()).isEqualTo("restored");
        assertThat(joined.get("data").get("taken").asInt()).isOne();
      }
    }
  }

  @Test
  void anEventIsAnsweredAndItsStateSentFirst() {
    try (TestServer server = start(new Door());
        TestTab tab = server.tab("door")) {
      tab.joinNew("door");
      tab.send(event(1, "take the last", null));
      assertThat(tab.expect("done").has("error")).isFalse();
      assertThat(tab.expect("render").get("data").get("taken").asInt()).isOne();
      JsonNode keep = tab.expect("keep");
      assertThat(tab.closeCode()).isEqualTo(4006);
      assertThat(tab.closeReason()).isEqualTo("that was the last");
      try (TestTab again = server.tab("door")) {
        JsonNode joined = again.send(join("door", 9, keep).put("fork", false)).expect("joined");
        assertThat(joined.get("seen").asInt()).isOne();
      }
    }
    awaitTold("detached 4006");
  }

  @ParameterizedTest
  @CsvSource({"throw, thrown", "later, from outside"})
  void whereverItIsThrown(String name, String reason) {
    try (TestServer server = start(new Door());
        TestTab tab = server.tab("door")) {
      tab.joinNew("door");
      tab.send(event(1, name, null));
      assertThat(tab.closeCode()).isEqualTo(4006);
      assertThat(tab.closeReason()).isEqualTo(reason);
      assertThat(told).noneMatch(line -> line.startsWith("failed"));
    }
  }

  @Test
  void aTabThatWakesIsRefused() {
    Door door = new Door();
    try (TestServer server = start(door);
        TestTab tab = server.tab("door")) {
      tab.joinNew("door");
      JsonNode keep = tab.sendAndKeep(event(1, "take", null));
      tab.send(frame("hidden")).last("asleep");
      door.refusing.add("attached");
      tab.send(wake(keep)).send(event(2, "take", null));
      assertThat(tab.closeCode()).isEqualTo(4006);
    }
  }

  @Test
  void aReasonIsCutToWhatAFrameHoldsOfIt() {
    String words = "ä".repeat(100);
    TestView<Door.Seats> view =
        new TestView<>(Door.Seats.class, () -> new Door.Seats(0), seats -> seats) {
          @Override
          public Door.Seats first(Context<Door.Seats> context) {
            throw context.refuse(words);
          }

          @Override
          public void handlers(ViewHandlers<Door.Seats> on) {}
        };
    try (TestServer server = server(builder -> builder).mount("door", view);
        TestTab tab = server.tab("door")) {
      tab.send(newJoin("door"));
      assertThat(tab.closeReason()).isEqualTo("ä".repeat(61));
    }
  }

  // --- what fails

  @Test
  void aFirstThatThrowsClosesWith1011AndIsTold() {
    try (TestServer server = start(new Door("fail first"));
        TestTab tab = server.tab("door")) {
      tab.send(newJoin("door"));
      assertThat(tab.closeCode()).isEqualTo(1011);
      assertThat(tab.closeReason()).isEqualTo("the view failed");
      assertThat(told).containsExactly("failed session: first");
    }
  }

  @Test
  void whateverThrowsIsToldOf() {
    Door door = new Door();
    try (TestServer server = start(door);
        TestTab tab = server.tab("door")) {
      tab.joinNew("door");
      tab.send(event(1, "fail", null)).last("done");
      awaitTold("failed handler: handler");
      door.refusing.add("fail render");
      tab.send(event(2, "take", null));
      assertThat(tab.closeCode()).isEqualTo(1011);
      awaitTold("failed render: render");
      awaitTold("failed session: render");
    }
    awaitTold("detached 1011");
  }

  // --- who leaves

  @Test
  void eachAttachIsFollowedByADetach() {
    try (TestServer server = start(new Door())) {
      JsonNode keep;
      TestTab cut = server.tab("door");
      keep = cut.joinNew("door");
      try (TestTab second = server.tab("door")) {
        second.send(join("door", 9, keep).put("fork", false)).expect("joined");
        assertThat(cut.closeCode()).isEqualTo(4001);
        awaitTold("detached 4001");
        second.closeWith(4000);
        awaitTold("detached 4000");
      }
      try (TestTab third = server.tab("door")) {
        third.joinNew("door");
      }
      awaitThreeDetached();
    }
    assertThat(told)
        .containsSubsequence("attached NEW", "attached ADOPTED", "detached 4001", "detached 4000");
    assertThat(told).filteredOn(line -> line.startsWith("attached")).hasSize(3);
    assertThat(told).filteredOn(line -> line.startsWith("detached")).hasSize(3);
  }

  @Test
  void aDrainIsToldOf() {
    try (TestServer server = start(new Door());
        TestTab tab = server.tab("door")) {
      tab.joinNew("door");
      assertThat(server.drain(Duration.ofSeconds(5))).isTrue();
      awaitTold("drained 1 true");
    }
    awaitTold("detached 1012");
  }

  @Test
  void aDrainOfATabThatKeepsNothingIsToldOfToo() {
    try (TestServer server = start(new Door());
        TestTab tab = server.tab("door")) {
      tab.send(newJoin("door")).expect("joined");
      JsonNode keep = tab.expect("keep");
      assertThat(server.drain(Duration.ofMillis(1))).isFalse();
      assertThat(told).contains("drained 1 false");
      assertThat(kept(keep).get("seq").asInt()).isOne();
    }
  }
}
