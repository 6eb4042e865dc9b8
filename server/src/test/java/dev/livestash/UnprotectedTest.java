package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A state that cannot be stored anywhere lives on in memory, and its tab finds it there. */
class UnprotectedTest {
  private static final String VIEW = "padded";
  private static final int MAX_TOKEN_BYTES = 8192;
  private static final int MANY = 300;

  @TempDir Path folder;

  /** A count, and what makes it large. */
  record Padded(int count, String padding) {}

  private static final class PaddedView extends TestView<Padded> {
    PaddedView() {
      super(Padded.class, () -> new Padded(0, incompressible(20_000)), Padded::count);
    }

    @Override
    public void handlers(ViewHandlers<Padded> on) {
      on.on("add", (state, event) -> new Padded(state.count() + 1, state.padding()));
      on.on("grow", (state, event) -> new Padded(state.count() + 1, incompressible(20_000)));
      on.on("shrink", (state, event) -> new Padded(state.count() + 1, ""));
    }
  }

  private static String incompressible(int chars) {
    return new Random(1)
        .ints(chars, '0', 'z')
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private TestServer server() {
    return server(Duration.ofHours(1));
  }

  private TestServer server(Duration tokenLifetime) {
    return TestServer.in(
            folder,
            builder ->
                builder
                    .limits(limits -> limits.withMaxTokenBytes(MAX_TOKEN_BYTES))
                    .times(times -> times.withTokenLifetime(tokenLifetime)))
        .mount(VIEW, new PaddedView());
  }

  private static JsonNode add(int n) {
    return event(n, "add", "");
  }

  /** Joins as a new tab; returns the token by which it comes back. */
  private static JsonNode joined(TestTab tab) {
    tab.send(newJoin(VIEW)).expect("joined");
    JsonNode ticket = tab.expect("keep");
    assertThat(ticket.get("seen").asInt()).isZero();
    assertThat(ticket.get("bytes").asInt()).isZero();
    assertThat(tab.expect("unprotected").get("why").asString()).isEqualTo("oversize");
    tab.send(kept(ticket));
    return ticket;
  }

  @Test
  void itsEventsAreHandledAndItIsFoundAgain() {
    try (TestServer server = server()) {
      JsonNode ticket;
      try (TestTab tab = server.tab(VIEW)) {
        ticket = joined(tab);
        for (int n = 1; n <= MANY; n++) {
          tab.send(add(n));
          JsonNode unprotected = tab.last("unprotected");
          assertThat(unprotected.get("seen").asInt()).isEqualTo(n);
        }
      }
      try (TestTab tab = server.tab(VIEW)) {
        JsonNode joined = tab.send(sure(VIEW, 5, ticket).put("trimmed", MANY)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("adopted");
        assertThat(joined.get("data").asInt()).isEqualTo(MANY);
        JsonNode another = tab.expect("keep");
        assertThat(another.get("bytes").asInt()).isZero();
        assertThat(tab.expect("unprotected").get("seen").asInt()).isEqualTo(MANY);
        tab.send(kept(another));
        JsonNode keep = tab.send(event(MANY + 1, "shrink", "")).last("keep");
        assertThat(keep.get("seen").asInt()).isEqualTo(MANY + 1);
        assertThat(keep.get("bytes").asInt()).isPositive();
      }
      assertThat(server.unprotected).containsOnly("oversize").hasSizeLessThan(MANY);
      assertThat(server.rejections).isEmpty();
    }
  }

  @Test
  void aDrainSaysThatItIsLostAndDoesNotWaitForIt() {
    try (TestServer server = server();
        TestTab tab = server.tab(VIEW)) {
      joined(tab);
      tab.send(add(1)).last("unprotected");
      tab.send(frame("ping")).last("pong");
      long start = System.nanoTime();
      assertThat(server.drain(Duration.ofMinutes(10))).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(5));
      tab.expect("bye");
      assertThat(tab.closeCode()).isEqualTo(1012);
    }
  }

  /** Others would have no room, if it weighed as much as the largest that may be. */
  @Test
  void itWeighsWhatItIs() {
    try (TestServer server = server();
        TestTab tab = server.tab(VIEW)) {
      joined(tab);
      tab.send(add(1)).last("unprotected");
      assertThat(server.memory().get("states")).isBetween(20_000L, 1_000_000L);
    }
  }

  @Test
  void whereItsServerIsLostTheTabBeginsAnewWithItsEvents() {
    JsonNode ticket;
    try (TestServer server = server();
        TestTab tab = server.tab(VIEW)) {
      ticket = joined(tab);
      tab.send(add(1)).last("unprotected");
    }
    try (TestServer other = server();
        TestTab tab = other.tab(VIEW)) {
      JsonNode joined = tab.send(sure(VIEW, 5, ticket).put("trimmed", 1)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new");
      assertThat(joined.has("reason")).isFalse();
      assertThat(joined.get("seen").asInt()).isZero();
      assertThat(joined.get("lost").asInt()).isEqualTo(1);
      assertThat(other.rejections).isEmpty();
    }
  }

  @Test
  void aCopyOfItsTabBeginsAnew() {
    try (TestServer server = server();
        TestTab tab = server.tab(VIEW);
        TestTab copy = server.tab(VIEW)) {
      JsonNode ticket = joined(tab);
      tab.send(add(1)).last("unprotected");
      JsonNode joined = copy.send(sure(VIEW, 5, ticket).put("fork", true)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("new");
      tab.send(add(2)).last("unprotected");
    }
  }

  @Test
  void itsTabIsGivenAnotherTokenBeforeTheLastOneExpires() {
    try (TestServer server = server(Duration.ofSeconds(1));
        TestTab tab = server.tab(VIEW)) {
      JsonNode ticket = joined(tab);
      JsonNode next = tab.expect("keep");
      assertThat(next.get("seq").asLong()).isGreaterThan(ticket.get("seq").asLong());
      assertThat(next.get("bytes").asInt()).isZero();
      tab.send(kept(next)).send(frame("ping")).last("pong");
    }
  }

  @Test
  void aSnapshotThatTheTabHoldsIsNotReplacedByATicket() {
    try (TestServer server = server(Duration.ofSeconds(1));
        TestTab tab = server.tab(VIEW)) {
      tab.send(kept(joined(tab)));
      JsonNode whole = tab.send(event(1, "shrink", "")).last("keep");
      assertThat(whole.get("bytes").asInt()).isPositive();
      tab.send(kept(whole)).send(event(2, "grow", "")).last("unprotected");
      // At its renewal, it is still the last that could be stored.
      assertThat(tab.until("unprotected"))
          .noneSatisfy(frame -> assertThat(frame.get("t").asString()).isEqualTo("keep"));
    }
  }
}
