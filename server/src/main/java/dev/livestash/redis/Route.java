package dev.livestash.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The way to a Redis: to one server, which sentinels may name, or to a cluster. */
interface Route {
  /** How many commands may be unanswered; one beyond fails at once. */
  int MAX_UNANSWERED = 20_000;

  /**
   * A way that has been gone.
   *
   * @param connection to leave it
   * @param commands to any key, wherever it is
   * @param at to the server that has a key, and no other
   */
  record Open(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands,
      Function<String, CompletionStage<? extends RedisClusterAsyncCommands<String, String>>> at) {}

  /** Connects, without waiting. */
  CompletionStage<Open> open();

  /** Connects to hear what is published, without waiting. */
  CompletionStage<StatefulRedisPubSubConnection<String, String>> openToHear();

  /** Whether a command failed because it went where nobody answers, or the wrong one does. */
  boolean leadsAstray(Throwable failure);

  /** Ends all that was opened. */
  void close(Duration within);

  /** What holds for each connection, wherever it leads. */
  static ClientOptions options(Duration timeout) {
    return ClientOptions.builder()
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        // What was sent on a connection that broke is not sent again: it may have been done.
        .replayFilter(command -> true)
        .requestQueueSize(MAX_UNANSWERED)
        .timeoutOptions(TimeoutOptions.enabled(timeout))
        .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
        .build();
  }
}
