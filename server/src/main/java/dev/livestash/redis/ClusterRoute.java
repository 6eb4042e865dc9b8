package dev.livestash.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * To a cluster: each key to the server that has its slot. Who has which is asked when a connection
 * is made, and again when a server sends a command elsewhere or is not reached.
 */
final class ClusterRoute implements Route {
  /** How often servers may be asked at most who has which slot, for commands that were sent on. */
  private static final Duration MIN_BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final int MAX_VAIN_RECONNECTS = 2;

  private final RedisClusterClient client;

  ClusterRoute(ClientResources resources, List<RedisURI> servers, Duration timeout) {
    List<RedisURI> uris =
        servers.stream().map(uri -> RedisURI.builder(uri).withTimeout(timeout).build()).toList();
    this.client = RedisClusterClient.create(resources, uris);
    client.setOptions(
        ClusterClientOptions.builder(Route.options(timeout))
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .adaptiveRefreshTriggersTimeout(MIN_BETWEEN_LOOKS)
                    .refreshTriggersReconnectAttempts(MAX_VAIN_RECONNECTS)
                    .build())
            .build());
  }

  @Override
  public CompletionStage<Open> open() {
    return client
        .refreshPartitionsAsync()
        .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
        .thenCompose(ClusterRoute::reached);
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<String, String>> openToHear() {
    return client
        .refreshPartitionsAsync()
        .thenCompose(known -> client.connectPubSubAsync(StringCodec.UTF8))
        .thenApply(open -> open);
  }

  /**
   * Connects to each server, replicas too, for one may be promoted: a command to a server that is
   * not connected fails. A server that is not there is none of the others' concern.
   */
  private static CompletionStage<Open> reached(
      StatefulRedisClusterConnection<String, String> cluster) {
    CompletableFuture<?>[] servers =
        cluster.getPartitions().stream()
            .map(RedisClusterNode::getUri)
            .map(uri -> reached(cluster, uri))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(servers)
        .thenApply(all -> new Open(cluster, cluster.async(), key -> owner(cluster, key)));
  }

  private static CompletableFuture<?> reached(
      StatefulRedisClusterConnection<String, String> cluster, RedisURI uri) {
    return CompletableFuture.completedFuture(uri)
        .thenCompose(server -> cluster.getConnectionAsync(server.getHost(), server.getPort()))
        .handle((connection, failure) -> null);
  }

  private static CompletionStage<RedisAsyncCommands<String, String>> owner(
      StatefulRedisClusterConnection<String, String> cluster, String key) {
    RedisClusterNode owner = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    if (owner == null) {
      return CompletableFuture.failedFuture(new RedisException("No server has the slot."));
    }
    RedisURI uri = owner.getUri();
    return cluster
        .getConnectionAsync(uri.getHost(), uri.getPort())
        .thenApply(StatefulRedisConnection::async);
  }

  /** All but an answer: a server that is not reached may have a successor. */
  @Override
  public boolean leadsAstray(Throwable failure) {
    return !(failure instanceof RedisCommandExecutionException);
  }

  @Override
  public void close(Duration within) {
    client.shutdown(Duration.ZERO, within);
  }
}
