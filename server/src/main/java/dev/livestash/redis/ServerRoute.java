package dev.livestash.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * To one server. Where sentinels are given, they are asked for the server that takes writes each
 * time that a connection is made, also when a broken one is made again.
 */
final class ServerRoute implements Route {
  private final RedisClient client;
  private final RedisURI uri;

  ServerRoute(ClientResources resources, RedisURI uri, Duration timeout) {
    this.client = RedisClient.create(resources);
    client.setOptions(Route.options(timeout));
    this.uri = copy(uri, timeout);
  }

  /** Lettuce's own copy leaves out the sentinels. */
  private static RedisURI copy(RedisURI uri, Duration timeout) {
    RedisURI.Builder copy = RedisURI.builder(uri);
    for (RedisURI sentinel : uri.getSentinels()) {
      copy.withSentinel(RedisURI.builder(sentinel).build());
    }
    if (uri.getSentinelMasterId() != null) {
      copy.withSentinelMasterId(uri.getSentinelMasterId());
    }
    return copy.withTimeout(timeout).build();
  }

  @Override
  public CompletionStage<Open> open() {
    return client.connectAsync(StringCodec.UTF8, uri).thenApply(ServerRoute::open);
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<String, String>> openToHear() {
    return client.connectPubSubAsync(StringCodec.UTF8, uri);
  }

  private static Open open(StatefulRedisConnection<String, String> connection) {
    RedisAsyncCommands<String, String> commands = connection.async();
    return new Open(connection, commands, key -> CompletableFuture.completedStage(commands));
  }

  /**
   * A broken connection is made again by itself; not one that leads nowhere, or to a server that
   * has become another one's replica.
   */
  @Override
  public boolean leadsAstray(Throwable failure) {
    return failure instanceof RedisCommandTimeoutException || isReadOnly(failure);
  }

  /** Before Redis 7, a script's failure says so in the middle of its text. */
  private static boolean isReadOnly(Throwable failure) {
    return failure instanceof RedisReadOnlyException
        || (failure instanceof RedisCommandExecutionException
            && String.valueOf(failure.getMessage()).contains("-READONLY "));
  }

  @Override
  public void close(Duration within) {
    client.shutdown(Duration.ZERO, within);
  }
}
