package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A node whose clock is set, ahead or back, under a page that is live. */
class ClockJumpTest {
  @TempDir Path folder;

  /** What the machine's clock is wrong by, as somebody has set it. */
  private volatile Duration error = Duration.ZERO;

  private final Clock clock = new TestClock(() -> Instant.now(Clock.systemUTC()).plus(error));

  private static Clock wrongBy(Duration error) {
    return new TestClock(() -> Instant.now(Clock.systemUTC()).plus(error));
  }

  private TestServer server(Clock clock, UnaryOperator<LiveStashBuilder> more) {
    return TestServer.in(folder, builder -> more.apply(builder.clock(clock)))
        .mount("counter", new Counter());
  }

  /** One that keeps nothing in memory. */
  private TestServer forgetful(Clock clock) {
    return server(clock, builder -> builder.times(times -> times.withLinger(Duration.ZERO)));
  }

  private static JsonNode count(TestTab tab, int n) {
    return tab.sendAndKeep(event(n, "add", new Counter.Add(1)));
  }

  private static void awaitNone(TestServer server) {
    while (server.instances() > 0) {
      Thread.onSpinWait();
    }
  }

  /** Comes back with a snapshot, counts on, and goes; how it came back is checked. */
  private static JsonNode visit(TestServer server, JsonNode keep, String outcome, int counted) {
    try (TestTab tab = server.tab("counter")) {
      JsonNode joined = tab.send(sure("counter", counted + 1, keep)).expect("joined");
      assertThat(outcome(joined)).as(joined.toString()).isEqualTo(outcome);
      assertThat(joined.get("data").get("count").asInt()).isEqualTo(counted);
      tab.send(kept(tab.expect("keep")));
      return count(tab, counted + 1);
    }
  }

  private static JsonNode firstVisit(TestServer server) {
    try (TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      return count(tab, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H", "PT24H", "PT-24H", "PT25H", "PT-25H", "PT800H"})
  void whatIsInMemoryIsAdopted(Duration jump) {
    try (TestServer server = server(clock, builder -> builder)) {
      JsonNode keep = firstVisit(server);
      error = jump;
      keep = visit(server, keep, "adopted", 1);
      error = Duration.ZERO;
      visit(server, keep, "adopted", 2);
      assertThat(server.rejections).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H", "PT24H", "PT-24H", "PT25H", "PT-25H", "PT800H"})
  void whatTheNodeHasSealedIsRestored(Duration jump) {
    try (TestServer server = forgetful(clock);
        Logs logs = new Logs()) {
      JsonNode keep = firstVisit(server);
      awaitNone(server);
      error = jump;
      keep = visit(server, keep, "restored", 1);
      awaitNone(server);
      keep = visit(server, keep, "restored", 2);
      awaitNone(server);
      error = Duration.ZERO;
      visit(server, keep, "restored", 3);
      assertThat(server.rejections).isEmpty();
      assertThat(logs.lines().stream().filter(line -> line.contains("clock of this node")))
          .hasSize(2);
    }
  }

  /** The next node, or this one after a restart, has the keys and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT23H", "PT-1H", "PT-24H", "PT-25H", "PT-700H"})
  void aNewNodeOfAnotherTimeRestoresItToo(Duration difference) {
    JsonNode keep;
    try (TestServer before = forgetful(Clock.systemUTC())) {
      keep = firstVisit(before);
    }
    try (TestServer after = forgetful(wrongBy(difference));
        Logs logs = new Logs()) {
      keep = visit(after, keep, "restored", 1);
      awaitNone(after);
      keep = visit(after, keep, "restored", 2);
      long said = logs.lines().stream().filter(line -> line.contains("in the future")).count();
      assertThat(said).isEqualTo(difference.isNegative() ? 1 : 0);
    }
    try (TestServer right = forgetful(Clock.systemUTC())) {
      visit(right, keep, "restored", 3);
      assertThat(right.rejections).isEmpty();
    }
  }

  /** A clock that runs behind shortens no token's life. */
  @Test
  void whatWasSealedByANodeThatIsBehindLivesAsLongAsWhatItCameFrom() {
    JsonNode keep;
    try (TestServer before = forgetful(Clock.systemUTC())) {
      keep = firstVisit(before);
    }
    try (TestServer behind = forgetful(wrongBy(Duration.ofHours(-20)))) {
      keep = visit(behind, keep, "restored", 1);
    }
    try (TestServer later = forgetful(wrongBy(Duration.ofHours(23)))) {
      visit(later, keep, "restored", 2);
    }
  }

  @Test
  void whatIsReallyOldHasExpired() {
    JsonNode keep;
    try (TestServer before = forgetful(wrongBy(Duration.ofHours(-25)))) {
      keep = firstVisit(before);
    }
    try (TestServer right = forgetful(Clock.systemUTC());
        TestTab tab = right.tab("counter")) {
      JsonNode joined = tab.send(sure("counter", 2, keep)).expect("joined");
      assertThat(joined.get("reason").asString()).isEqualTo("expired");
    }
  }
}
