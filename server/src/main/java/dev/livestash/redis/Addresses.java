package dev.livestash.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/**
 * Reads where a Redis is. An address that cannot be one is refused without being quoted, for there
 * may be a password in it.
 */
final class Addresses {
  private static final String PERCENT =
      " What is special in a password is percent-encoded: %40 is an @. The address itself is not"
          + " shown here, for its password.";

  private Addresses() {}

  static RedisURI server(String uri) {
    return checked(
        read(
            uri,
            RedisURI::create,
            "redis://user:password@host:6379/0, rediss:// with TLS, or"
                + " redis-sentinel://user:password@host:26379,host2:26379/0#name"));
  }

  static RedisURI checked(RedisURI uri) {
    String host = uri.getHost();
    if (host != null && host.contains(",")) {
      throw new IllegalArgumentException(
          "An address names several servers: if they are a cluster, use connectToCluster; if they"
              + " are sentinels, redis-sentinel://.");
    }
    return uri;
  }

  static List<RedisURI> cluster(String uri) {
    return allChecked(
        read(
            uri,
            Addresses::cluster,
            "redis://user:password@host:6379,host2:6379, or rediss:// with TLS"));
  }

  /** Lettuce's own reading leaves out the database, which would not be missed before it is. */
  private static List<RedisURI> cluster(URI uri) {
    int database = RedisURI.create(uri).getDatabase();
    List<RedisURI> servers = RedisClusterURIUtil.toRedisURIs(uri);
    servers.forEach(server -> server.setDatabase(database));
    return servers;
  }

  static List<RedisURI> allChecked(List<RedisURI> servers) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("Give one server of the cluster at least, better three.");
    }
    for (RedisURI server : servers) {
      if (!server.getSentinels().isEmpty()) {
        throw new IllegalArgumentException("A cluster has no sentinels: use connect.");
      }
      if (server.getDatabase() != 0) {
        throw new IllegalArgumentException("A cluster has the database 0 and no other.");
      }
    }
    return List.copyOf(servers);
  }

  private static <T> T read(String uri, Function<URI, T> reader, String shape) {
    try {
      return reader.apply(URI.create(uri));
    } catch (IllegalArgumentException | IllegalStateException | NullPointerException noAddress) {
      // Its message has what it read.
      throw new IllegalArgumentException(
          "This is no address of a Redis: give " + shape + "." + PERCENT);
    }
  }
}
