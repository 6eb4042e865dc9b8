package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import dev.livestash.redis.RedisEngine;
import dev.livestash.redis.RedisProcess;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import dev.livestash.view.Fencing;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two nodes with one fence between them, over real sockets and a real Redis. */
class SharedFenceTest {
  private static final Limits PATIENT =
      new Limits(
          Policy.LOCAL, Duration.ofSeconds(10), Limits.DEFAULT_PAUSE, Limits.DEFAULT_MARK_INTERVAL);

  private static RedisProcess redis;
  private static RedisEngine engine;

  @TempDir Path folder;
  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<Fencing> fencings = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    engine = RedisEngine.connect(RedisURI.create(redis.uri()), Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    engine.close();
    redis.close();
  }

  private TestServer node(UnaryOperator<LiveStashBuilder> configure) {
    StashListener listener =
        new StashListener() {
          @Override
          public void attached(String view, String sid, Arrival arrival, Duration took) {
            fencings.add(arrival.fencing());
          }
        };
    return TestServer.in(folder, builder -> configure.apply(builder.listener(listener)))
        .mount("counter", new Counter());
  }

  /** The listener is told after the tab. */
  private void areFenced(int arrivals, Fencing expected) {
    for (int i = 0; i < arrivals; i++) {
      try {
        assertThat(fencings.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(expected);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
    assertThat(fencings).isEmpty();
  }

  private TestServer sharing(UnaryOperator<LiveStashBuilder> more) {
    return node(
        builder -> more.apply(builder.sharedFence(engine.fence(Clock.systemUTC()), PATIENT)));
  }

  /** Joins, counts to one, and returns both snapshots, each stored. */
  private static List<JsonNode> twoSnapshots(TestServer node) {
    try (TestTab tab = node.tab("counter")) {
      JsonNode first = tab.joinNew("counter");
      JsonNode second = tab.sendAndKeep(event(1, "add", new Counter.Add(1)));
      return List.of(first, second);
    }
  }

  private static JsonNode joined(TestServer node, long attempt, JsonNode keep) {
    try (TestTab tab = node.tab("counter")) {
      return tab.send(sure("counter", attempt, keep)).expect("joined");
    }
  }

  @Test
  void anOlderTokenIsStaleOnEveryNode() {
    UnaryOperator<LiveStashBuilder> withoutLinger =
        builder -> builder.times(times -> times.withLinger(Duration.ZERO));
    try (TestServer one = sharing(withoutLinger);
        TestServer other = sharing(withoutLinger)) {
      List<JsonNode> snapshots = twoSnapshots(one);
      JsonNode newest = joined(other, 2, snapshots.get(1));
      assertThat(outcome(newest)).isEqualTo("restored");
      assertThat(newest.get("seen").asInt()).isEqualTo(1);
      StashingTest.await(() -> one.instances() + other.instances() == 0);
      JsonNode replayed = joined(one, 3, snapshots.get(0));
      assertThat(outcome(replayed)).isEqualTo("forked");
      assertThat(replayed.get("reason").asString()).isEqualTo("stale");
      areFenced(3, Fencing.SHARED);
    }
  }

  @Test
  void withoutASharedFenceAnOlderTokenIsRestoredOnAnotherNodeAndSaysHowFarItWasChecked() {
    try (TestServer one = node(builder -> builder);
        TestServer other = node(builder -> builder)) {
      List<JsonNode> snapshots = twoSnapshots(one);
      JsonNode replayed = joined(other, 3, snapshots.get(0));
      assertThat(outcome(replayed)).isEqualTo("restored");
      areFenced(2, Fencing.LOCAL);
    }
  }

  @Test
  void aNodeWithoutItsEngineGoesOnAndSaysSo() {
    try (RedisEngine none = RedisEngine.connect("redis://127.0.0.1:" + RedisProcess.freePort());
        TestServer node = node(builder -> builder.sharedFence(none.fence(Clock.systemUTC())))) {
      List<JsonNode> snapshots = twoSnapshots(node);
      assertThat(joined(node, 2, snapshots.get(1)).get("seen").asInt()).isEqualTo(1);
      areFenced(2, Fencing.LOCAL);
    }
  }

  @Test
  void aNodeThatMustNotGoOnAloneAsksTheTabToComeAgainAndStartsNewOnes() {
    Limits strict = Limits.of(Policy.REFUSE);
    try (RedisEngine none = RedisEngine.connect("redis://127.0.0.1:" + RedisProcess.freePort());
        TestServer node =
            node(builder -> builder.sharedFence(none.fence(Clock.systemUTC()), strict))) {
      JsonNode newest = twoSnapshots(node).get(1);
      try (TestTab tab = node.tab("counter")) {
        tab.send(sure("counter", 2, newest));
        assertThat(tab.closeCode()).isEqualTo(1013);
      }
    }
  }
}
