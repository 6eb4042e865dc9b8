package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that was made from PROTOCOL.md alone sends events through cuts, joins that come late,
 * answers that are lost or swapped, and servers that are killed: each is applied once. {@code -D}
 * {@value #EVENTS} says how many.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ForeignClientTest {
  private static final String EVENTS = "foreign.events";
  private static final int DEFAULT_EVENTS = 2_000;

  /** Each time so many more are settled, a server is killed. */
  private static final int EVENTS_A_KILL = 500;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  @TempDir Path folder;

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void everyEventIsAppliedOnceOnOneNode() {
    try (LogNode node = node(Optional.empty())) {
      runs(List.of(node), Integer.getInteger(EVENTS, DEFAULT_EVENTS));
    }
  }

  @Test
  void everyEventIsAppliedOnceOnTwoNodesThatShareTheKeysOnly() {
    try (LogNode one = node(Optional.empty());
        LogNode other = node(Optional.empty())) {
      runs(List.of(one, other), Integer.getInteger(EVENTS, DEFAULT_EVENTS));
    }
  }

  @Test
  void everyEventIsAppliedOnceOnTwoNodesThatShareARedis() throws Exception {
    try (Redis redis = new Redis(folder.resolve("redis"), timer);
        LogNode one = node(Optional.of(redis.uri()));
        LogNode other = node(Optional.of(redis.uri()))) {
      runs(List.of(one, other), Integer.getInteger(EVENTS, DEFAULT_EVENTS));
    }
  }

  private LogNode node(Optional<String> redis) {
    return new LogNode(folder.resolve("keys.json"), redis);
  }

  private static void runs(List<LogNode> nodes, int events) {
    List<String> urls = nodes.stream().map(LogNode::url).toList();
    List<String> arguments = new java.util.ArrayList<>(List.of("--events", "" + events));
    arguments.addAll(List.of("--seed", "1"));
    arguments.addAll(urls);
    List<String> lines =
        ForeignClient.run(
            "run.mjs",
            arguments,
            line -> {
              System.out.println(line);
              if (line.startsWith("settled ")) {
                int settled = Integer.parseInt(line.substring("settled ".length()));
                if (settled % EVENTS_A_KILL == 0) {
                  nodes.get(settled / EVENTS_A_KILL % nodes.size()).killAndRestart();
                }
              }
            });
    assertThat(lines).last().isEqualTo("exact");
  }
}
