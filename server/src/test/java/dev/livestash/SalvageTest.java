package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Context;
import dev.livestash.view.Leftover;
import dev.livestash.view.Migrations;
import dev.livestash.view.Rewind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What an application may make of a state that is verified and cannot be used as it is. */
class SalvageTest {
  @TempDir Path folder;

  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Saves the notes, and counts anew. */
  private class Saving extends Shape.Second {
    @Override
    public void migrations(Migrations on) {}

    @Override
    public Optional<Two> salvage(Leftover leftover, Context<Two> context) {
      JsonNode state = leftover.state();
      asked.add(leftover.reason() + " " + leftover.version() + " " + state);
      assertThat(context.arrival().reason())
          .hasValueSatisfying(
              reason -> assertThat(reason).isEqualToIgnoringCase(leftover.reason().name()));
      String saved = state.has("note") ? state.get("note").asString() : "" + state.get("notes");
      return Optional.of(make(-1, List.of(saved), PRICE));
    }
  }

  private TestServer node(Shape<?> release, UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(folder, configure).mount("shape", release);
  }

  private JsonNode used(Shape<?> release) {
    try (TestServer node = node(release, builder -> builder)) {
      return used(node).get(1);
    }
  }

  /** The first snapshot and the last one. */
  private static List<JsonNode> used(TestServer node) {
    try (TestTab tab = node.tab("shape")) {
      tab.send(newJoin("shape")).expect("joined");
      JsonNode first = tab.expect("keep");
      JsonNode last = tab.send(kept(first)).send(event(1, "note", "milk")).last("keep");
      tab.send(kept(last)).send(frame("ping")).last("pong");
      return List.of(first, last);
    }
  }

  private static JsonNode joined(TestServer node, JsonNode held) {
    try (TestTab tab = node.tab("shape")) {
      JsonNode joined = tab.send(sure("shape", 9, held)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new");
      JsonNode keep = tab.expect("keep");
      assertThat(keep.get("seen").asInt()).isZero();
      return joined;
    }
  }

  private void saved(JsonNode joined, String reason, String note) {
    assertThat(joined.get("reason").asString()).isEqualTo(reason);
    assertThat(joined.get("data").get("count").asInt()).isEqualTo(-1);
    assertThat(joined.get("data").get("notes").get(0).asString()).isEqualTo(note);
  }

  @Test
  void anExpiredState() {
    JsonNode held = used(new Saving());
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);
    try (TestServer node = node(new Saving(), builder -> builder.clock(later))) {
      saved(joined(node, held), "expired", "[\"milk\"]");
      assertThat(asked).singleElement().asString().startsWith("EXPIRED 2 {\"count\":0,");
    }
  }

  @Test
  void aStaleStateOfAViewThatRefusesThem() {
    Saving refusing =
        new Saving() {
          @Override
          public Rewind rewind() {
            return Rewind.REFUSE;
          }
        };
    try (TestServer node =
        node(refusing, builder -> builder.times(times -> times.withLinger(Duration.ZERO)))) {
      JsonNode older = used(node).get(0);
      StashingTest.await(() -> node.instances() == 0);
      saved(joined(node, older), "stale", "[]");
      assertThat(asked).singleElement().asString().startsWith("STALE 2 {\"count\":0,");
    }
  }

  @Test
  void aStateThatCannotBeMigratedAsItWasSealed() {
    JsonNode held = used(new Shape.First());
    try (TestServer node = node(new Saving(), builder -> builder)) {
      saved(joined(node, held), "rejected", "milk");
      assertThat(asked)
          .containsExactly(
              "UNMIGRATABLE 1 {\"count\":0,\"note\":\"milk\",\"price\":" + Shape.PRICE + "}");
    }
  }

  @Test
  void aForkedTabsStateToo() {
    JsonNode held = used(new Shape.First());
    try (TestServer node = node(new Saving(), builder -> builder);
        TestTab tab = node.tab("shape")) {
      saved(
          tab.send(join("shape", 9, held).put("fork", true)).expect("joined"), "rejected", "milk");
    }
  }

  @Test
  void butNeverOneOfAnotherUserOrOneThatWasTamperedWith() {
    JsonNode held = used(new Shape.First());
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);
    UnaryOperator<LiveStashBuilder> bound =
        builder -> builder.clock(later).binding(exchange -> "bob");
    try (TestServer node = node(new Saving(), bound);
        TestTab tab = node.tab("shape")) {
      assertThat(joined(node, held).get("reason").asString()).isEqualTo("rejected");
      String token = held.get("token").asString();
      JsonNode joined = tab.send(join("shape", 9, token.substring(9))).expect("joined");
      assertThat(joined.get("reason").asString()).isEqualTo("rejected");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void norOneOfALaterRelease() {
    JsonNode held = used(new Shape.Third());
    try (TestServer node = node(new Saving(), builder -> builder);
        TestTab tab = node.tab("shape")) {
      JsonNode joined = tab.send(join("shape", 9, held)).expect("joined");
      assertThat(joined.get("reason").asString()).isEqualTo("newer");
      assertThat(asked).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anExceptionInItIsLikeOneInFirst(boolean inSalvage) {
    JsonNode held = used(new Shape.First());
    Shape<Shape.Two> failing =
        new Shape.Second() {
          @Override
          public void migrations(Migrations on) {}

          @Override
          public Two first(Context<Two> context) {
            throw new IllegalStateException("a mistake in the application");
          }

          @Override
          public Optional<Two> salvage(Leftover leftover, Context<Two> context) {
            return inSalvage ? Optional.of(first(context)) : Optional.empty();
          }
        };
    try (TestServer node = node(failing, builder -> builder);
        TestTab tab = node.tab("shape")) {
      assertThat(tab.send(join("shape", 9, held)).closeCode()).isEqualTo(1011);
    }
  }
}
