package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that was made from PROTOCOL.md alone sends events through cuts, joins that come late,
 * answers that are lost or swapped, sleep, and servers that are killed: each is applied once. At
 * last all servers are killed, and the tab's token holds them all. {@code ./dev foreign} sends
 * more.
 */
class ForeignClientTest {
  private static final int EVENTS = Integer.getInteger("foreign.events", 1_000);
  private static final String SEED = System.getProperty("foreign.seed", "1");
  private static final int MIN_KILLS = 3;
  private static final int EVENTS_A_KILL = Math.min(500, EVENTS / (MIN_KILLS + 1));
  private static final Duration PATIENCE = Duration.ofMinutes(2).plusSeconds(EVENTS / 20);
  private static final String SETTLED = "settled ";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  @TempDir Path folder;

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void everyEventIsAppliedOnceOnOneNode() {
    try (LogNode node = node(Optional.empty())) {
      isExact(List.of(node));
    }
  }

  @Test
  void everyEventIsAppliedOnceOnTwoNodesThatShareTheKeysOnly() {
    try (LogNode one = node(Optional.empty());
        LogNode other = node(Optional.empty())) {
      isExact(List.of(one, other));
    }
  }

  @Test
  void everyEventIsAppliedOnceOnTwoNodesThatShareARedis() throws Exception {
    try (Redis redis = new Redis(folder.resolve("redis"), timer);
        LogNode one = node(Optional.of(redis.uri()));
        LogNode other = node(Optional.of(redis.uri()))) {
      isExact(List.of(one, other));
    }
  }

  private LogNode node(Optional<String> redis) {
    return new LogNode(folder.resolve("keys.json"), redis);
  }

  private static void isExact(List<LogNode> nodes) {
    List<String> arguments = new ArrayList<>(List.of("--events", String.valueOf(EVENTS)));
    arguments.addAll(List.of("--seed", SEED));
    nodes.forEach(node -> arguments.add(node.url()));
    List<String> lines =
        ForeignClient.run("run.mjs", arguments, PATIENCE, line -> harm(nodes, line));
    assertThat(lines).last().as(String.join("\n", lines)).isEqualTo("exact");
  }

  /** Kills one of the nodes after every so many events, and all after the last one. */
  private static void harm(List<LogNode> nodes, String line) {
    if (line.equals(ForeignClient.KEPT)) {
      nodes.forEach(LogNode::killAndRestart);
    } else if (line.startsWith(SETTLED)) {
      int settled = Integer.parseInt(line.substring(SETTLED.length()));
      if (settled % EVENTS_A_KILL == 0 && settled < EVENTS) {
        nodes.get(settled / EVENTS_A_KILL % nodes.size()).killAndRestart();
      }
    }
  }
}
