package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.PlainFence;
import dev.livestash.view.Rewind;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a tab gets that comes back with less than it had: an older token, or fewer events. */
class RewindTest {
  private static final String VIEW = "pin";
  private static final int GUESSES = 3;

  @TempDir Path folder;
  private long attempt = 1;

  /** How often somebody may guess, and how often they have. */
  record Pin(int left, String said) {}

  private static final class PinView extends TestView<Pin> {
    private final Rewind rewind;

    PinView(Rewind rewind) {
      super(Pin.class, () -> new Pin(GUESSES, "?"), pin -> pin);
      this.rewind = rewind;
    }

    @Override
    public Rewind rewind() {
      return rewind;
    }

    @Override
    public void handlers(ViewHandlers<Pin> on) {
      on.on(
          "guess",
          (pin, event) -> pin.left() == 0 ? pin : new Pin(pin.left() - 1, "not " + event.number()));
      on.on(
          "ask",
          (pin, event) -> {
            event.reply("no");
            return new Pin(pin.left(), "no");
          });
    }
  }

  private TestServer server(Rewind rewind, Duration linger) {
    return server(rewind, builder -> builder.times(times -> times.withLinger(linger)));
  }

  private TestServer server(Rewind rewind, UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, configure).mount(VIEW, new PinView(rewind));
  }

  private TestServer sharing(Fence fence) {
    return server(
        Rewind.REFUSE,
        builder -> builder.sharedFence(fence, FallbackFence.Limits.of(FallbackFence.Policy.LOCAL)));
  }

  private static Fence inMemory() {
    return new MemoryFence(
        100, MemoryFence.DEFAULT_MEMORY, Duration.ofMinutes(1), System::nanoTime);
  }

  /** A fence that can forget all. */
  private static final class Forgetful implements PlainFence {
    private volatile Fence fence = inMemory();

    void forgets() {
      fence = inMemory();
    }

    @Override
    public Fence fence() {
      return fence;
    }
  }

  private TestServer forgetful(Rewind rewind) {
    return server(rewind, Duration.ZERO);
  }

  private TestServer patient(Rewind rewind) {
    return server(rewind, Duration.ofMinutes(1));
  }

  private static ObjectNode guess(int n) {
    return event(n, "guess", "" + n);
  }

  private JsonNode joined(TestTab tab, JsonNode held) {
    return tab.send(sure(VIEW, ++attempt, held)).expect("joined");
  }

  private static int left(JsonNode shown) {
    return shown.get("data").get("left").asInt();
  }

  /** Joins, guesses once, keeps that, and is gone; returns the snapshot before the guess. */
  private static JsonNode guessedOnce(TestServer server) {
    try (TestTab tab = server.tab(VIEW)) {
      JsonNode first = tab.joinNew(VIEW);
      tab.sendAndKeep(guess(1));
      tab.send(frame("ping")).last("pong");
      return first;
    }
  }

  private static void isStale(String outcome, JsonNode joined) {
    assertThat(outcome(joined)).isEqualTo(outcome);
    assertThat(joined.get("reason").asString()).isEqualTo("stale");
  }

  @Test
  void oneThatLeavesBeforeItSaysWhatItHasHeardFindsItsSession() {
    try (TestServer server = patient(Rewind.REFUSE)) {
      JsonNode asked;
      try (TestTab tab = server.tab(VIEW)) {
        tab.joinNew(VIEW);
        tab.send(kept(tab.send(event(1, "ask", null)).expect("keep"))).last("render");
        asked = tab.send(frame("hidden")).expect("keep");
      }
      StashingTest.await(() -> server.stash().sockets() == 0);
      try (TestTab tab = server.tab(VIEW)) {
        assertThat(outcome(joined(tab, asked))).isEqualTo("adopted");
      }
    }
  }

  /** What it replied last has no later snapshot that would show that its tab has heard it. */
  @Test
  void aTabThatWasAnsweredSleepsToo() {
    try (TestServer server = patient(Rewind.REFUSE);
        TestTab tab = server.tab(VIEW)) {
      tab.joinNew(VIEW);
      tab.send(kept(tab.send(event(1, "ask", null)).expect("keep"))).last("render");
      tab.send(frame("hidden"));
      tab.send(kept(tab.expect("keep"))).expect("asleep");
    }
  }

  @Test
  void andThatAsksItForNothingThatItWouldMiss() {
    try (TestServer server = patient(Rewind.REFUSE)) {
      JsonNode held;
      try (TestTab tab = server.tab(VIEW)) {
        tab.joinNew(VIEW);
        held = tab.send(event(1, "ask", null)).expect("keep");
        tab.send(kept(held)).last("render");
        tab.send(frame("hidden")).expect("keep");
      }
      try (TestTab tab = server.tab(VIEW)) {
        JsonNode joined = joined(tab, held);
        assertThat(outcome(joined)).isEqualTo("adopted");
        assertThat(joined.get("answers").get(0).get("reply").asString()).isEqualTo("no");
      }
    }
  }

  @Test
  void alsoWhereItIsMerelyIdle() {
    try (TestServer server =
            server(
                Rewind.REFUSE,
                builder -> builder.times(times -> times.withSleepAfter(Duration.ofMillis(50))));
        TestTab tab = server.tab(VIEW)) {
      tab.joinNew(VIEW);
      tab.send(kept(tab.send(event(1, "ask", null)).expect("keep"))).last("render");
      tab.send(kept(tab.expect("keep"))).expect("asleep");
    }
  }

  private static void awaitEmpty(TestServer server) {
    StashingTest.await(() -> server.instances() == 0);
  }

  // --- an older token

  @Test
  void theLivingSessionGoesOnWhateverTheTokensAge() {
    for (Rewind rewind : Rewind.values()) {
      try (TestServer server = patient(rewind)) {
        JsonNode older = guessedOnce(server);
        try (TestTab tab = server.tab(VIEW)) {
          JsonNode joined = joined(tab, older);
          assertThat(outcome(joined)).isEqualTo("adopted");
          assertThat(joined.get("seen").asInt()).isEqualTo(1);
          assertThat(left(joined)).isEqualTo(2);
          assertThat(tab.expect("keep").get("seen").asInt()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void elseItGoesOnFromTheOlderStateAsAnotherInstance() {
    try (TestServer server = forgetful(Rewind.FORK)) {
      JsonNode older = guessedOnce(server);
      awaitEmpty(server);
      try (TestTab tab = server.tab(VIEW)) {
        JsonNode joined = joined(tab, older);
        isStale("forked", joined);
        assertThat(joined.get("seen").asInt()).isZero();
        assertThat(joined.has("lost")).isFalse();
        assertThat(server.rejections).isEmpty();
      }
    }
  }

  @Test
  void orStartsAnewWhereThatIsRefused() {
    try (TestServer server = forgetful(Rewind.REFUSE)) {
      JsonNode older;
      try (TestTab tab = server.tab(VIEW)) {
        older = tab.joinNew(VIEW);
        JsonNode keep = tab.send(guess(1)).expect("keep");
        tab.send(kept(keep)).expect("done");
        assertThat(left(tab.expect("render"))).isEqualTo(2);
      }
      awaitEmpty(server);
      try (TestTab tab = server.tab(VIEW)) {
        isStale("new", joined(tab, older));
      }
      try (TestTab copy = server.tab(VIEW)) {
        isStale("new", copy.send(sure(VIEW, ++attempt, older).put("fork", true)).expect("joined"));
      }
    }
  }

  // --- what has been seen cannot be taken back

  @Test
  void nothingOfAnEventLeavesBeforeItsSnapshotIsKept() {
    try (TestServer server = patient(Rewind.REFUSE);
        TestTab tab = server.tab(VIEW)) {
      tab.joinNew(VIEW);
      JsonNode keep = tab.send(guess(1)).expect("keep");
      tab.send(guess(2)).send(guess(3)).send(frame("ping")).expect("pong");
      tab.send(kept(keep));
      assertThat(tab.expect("done").get("n").asInt()).isEqualTo(1);
      assertThat(left(tab.expect("render"))).isEqualTo(2);
      JsonNode next = tab.expect("keep");
      assertThat(next.get("seen").asInt()).isEqualTo(3);
      tab.send(kept(next));
      assertThat(tab.expect("done").get("n").asInt()).isEqualTo(2);
      assertThat(tab.expect("done").get("n").asInt()).isEqualTo(3);
      assertThat(left(tab.expect("render"))).isZero();
    }
  }

  @Test
  void whatChangesNothingIsAnsweredAtOnce() {
    try (TestServer server = patient(Rewind.REFUSE);
        TestTab tab = server.tab(VIEW)) {
      tab.joinNew(VIEW);
      assertThat(tab.send(event(-1, "nonsense", "")).expect("done").get("error").asString())
          .isEqualTo("unknown");
    }
  }

  @Test
  void aGuessWhoseSnapshotIsNotKeptIsNeverShownAlsoNotByComingBack() {
    try (TestServer server = patient(Rewind.REFUSE)) {
      JsonNode first;
      try (TestTab tab = server.tab(VIEW)) {
        first = tab.joinNew(VIEW);
        tab.send(guess(1)).expect("keep");
      }
      for (int i = 0; i < 2 * GUESSES; i++) {
        try (TestTab tab = server.tab(VIEW)) {
          JsonNode joined = joined(tab, first);
          assertThat(left(joined)).as(joined.toString()).isEqualTo(GUESSES);
          assertThat(joined.get("seen").asInt()).isZero();
          tab.expect("keep");
          tab.send(guess(1)).send(frame("ping")).expect("pong");
        }
      }
    }
  }

  @Test
  void comingBackWithASnapshotThatWasNotSaidToBeKeptKeepsIt() {
    try (TestServer server = forgetful(Rewind.REFUSE)) {
      JsonNode first;
      JsonNode second;
      try (TestTab tab = server.tab(VIEW)) {
        first = tab.joinNew(VIEW);
        second = tab.send(guess(1)).expect("keep");
      }
      awaitEmpty(server);
      try (TestTab tab = server.tab(VIEW)) {
        assertThat(left(joined(tab, second))).isEqualTo(2);
      }
      awaitEmpty(server);
      try (TestTab tab = server.tab(VIEW)) {
        assertThat(joined(tab, first).get("reason").asString()).isEqualTo("stale");
      }
    }
  }

  @Test
  void whereAnotherNodeOwnsTheInstanceNothingLeaves() {
    Fence fence = inMemory();
    try (TestServer one = sharing(fence);
        TestServer other = sharing(fence);
        TestTab tab = one.tab(VIEW);
        TestTab again = other.tab(VIEW)) {
      JsonNode first = tab.joinNew(VIEW);
      JsonNode keep = tab.send(guess(1)).expect("keep");
      assertThat(outcome(joined(again, first))).isEqualTo("restored");
      tab.send(kept(keep)).send(event(-1, "nonsense", ""));
      assertThat(tab.closeCode()).isEqualTo(1013);
      assertThat(tab.received()).doesNotContain("done", "render");
    }
  }

  @Test
  void aFenceThatHasForgottenIsToldByTheNextJoin() {
    Forgetful fence = new Forgetful();
    try (TestServer server = sharing(fence)) {
      JsonNode keep;
      try (TestTab tab = server.tab(VIEW)) {
        tab.joinNew(VIEW);
        tab.send(frame("ping")).expect("pong");
        fence.forgets();
        keep = tab.send(guess(1)).expect("keep");
        assertThat(tab.send(kept(keep)).closeCode()).isEqualTo(1013);
      }
      try (TestTab tab = server.tab(VIEW)) {
        JsonNode joined = joined(tab, keep);
        assertThat(left(joined)).isEqualTo(2);
        tab.send(kept(tab.expect("keep")));
        tab.send(kept(tab.send(guess(2)).expect("keep"))).expect("done");
      }
    }
  }

  // --- events that were let go of

  @Test
  void eventsWhoseStateWasLostAreCounted() {
    try (TestServer server = forgetful(Rewind.FORK);
        Logs logs = new Logs()) {
      JsonNode held;
      try (TestTab tab = server.tab(VIEW)) {
        held = tab.joinNew(VIEW);
      }
      awaitEmpty(server);
      try (TestTab tab = server.tab(VIEW)) {
        ObjectNode join = sure(VIEW, ++attempt, held).put("trimmed", 7);
        JsonNode joined = tab.send(join).expect("joined");
        isStale("forked", joined);
        assertThat(joined.get("lost").asInt()).isEqualTo(7);
        StashingTest.await(
            () -> logs.lines().stream().anyMatch(line -> line.contains("7 answered events")));
        tab.expect("keep");
        assertThat(tab.send(guess(1)).expect("done").get("n").asInt()).isEqualTo(1);
      }
      try (TestTab tab = server.tab(VIEW)) {
        JsonNode joined = tab.send(newJoin(VIEW).put("trimmed", 5)).expect("joined");
        assertThat(List.of(outcome(joined), joined.get("lost").asInt())).containsExactly("new", 5);
        assertThat(joined.has("reason")).isFalse();
      }
    }
  }
}
