package dev.livestash.redis;

import dev.livestash.bus.Bus;
import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.stash.SnapshotStore;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * One Redis or Valkey server, a group of them with sentinels, or a cluster: for the fence, the
 * snapshots and the messages of all nodes.
 *
 * <pre>{@code
 * RedisEngine redis = RedisEngine.connect("rediss://user:password@redis.internal:6379");
 * LiveStash stash =
 *     LiveStash.builder().keys(keys).sharedFence(redis.fence(Clock.systemUTC())).build();
 * }</pre>
 *
 * <p>Keys begin with {@code livestash:}. Everything expires by itself. Safe for use by several
 * threads.
 */
public final class RedisEngine implements AutoCloseable {
  /** How long a command may take by default, connecting included. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

  /** A command that waits for replicas has the rest of its time for the way. */
  private static final int PARTS_TO_WAIT = 2;

  private static final int MAX_NAME_LENGTH = 64;

  private final Function<ClientResources, Route> route;
  private final Duration timeout;
  private final List<RedisLink> links = new CopyOnWriteArrayList<>();
  private final RedisLink link;

  private RedisEngine(Function<ClientResources, Route> route, Duration timeout) {
    this.route = route;
    this.timeout = timeout;
    this.link = newLink();
  }

  private RedisLink newLink() {
    RedisLink made = new RedisLink(route, timeout);
    links.add(made);
    return made;
  }

  /**
   * Begins to connect, and does not wait for it: a Redis that is not there does not stop a server
   * from starting. With sentinels, they are asked for the server that takes writes whenever a
   * connection is made, and so after a failover.
   *
   * @param uri as Lettuce reads it: {@code redis://user:password@host:6379/0}, {@code rediss://}
   *     with TLS, or {@code redis-sentinel://user:password@host:26379,host2:26379/0#name} (with
   *     TLS, {@code rediss-sentinel://}), whose user and password are those of the servers, and not
   *     of the sentinels
   * @return the engine
   * @throws IllegalArgumentException if it is not such a URI; it is not quoted
   */
  public static RedisEngine connect(String uri) {
    return connect(Addresses.server(uri), DEFAULT_TIMEOUT);
  }

  /**
   * Begins to connect, as {@link #connect(String)} does.
   *
   * @param uri where to, and how, with the sentinels' own passwords if they have some; its timeout
   *     does not count
   * @param timeout how long a command may take, connecting included
   * @return the engine
   * @throws IllegalArgumentException if it names several servers
   */
  public static RedisEngine connect(RedisURI uri, Duration timeout) {
    RedisURI server = Addresses.checked(uri);
    return new RedisEngine(resources -> new ServerRoute(resources, server, timeout), timeout);
  }

  /**
   * Begins to connect to a Redis or Valkey Cluster, as {@link #connect(String)} does. Moved slots
   * and failovers are followed.
   *
   * @param uri some of its servers, which name the others: {@code
   *     redis://user:password@host:6379,host2:6379}, {@code rediss://} with TLS
   * @return the engine
   * @throws IllegalArgumentException if it is not such a URI, or has a database; it is not quoted
   */
  public static RedisEngine connectToCluster(String uri) {
    return connectToCluster(Addresses.cluster(uri), DEFAULT_TIMEOUT);
  }

  /**
   * Begins to connect to a cluster, as {@link #connectToCluster(String)} does.
   *
   * @param servers some of its servers, and how to connect to all; their timeouts do not count
   * @param timeout how long a command may take, connecting included
   * @return the engine
   * @throws IllegalArgumentException if there are none, or one names sentinels or a database
   */
  public static RedisEngine connectToCluster(List<RedisURI> servers, Duration timeout) {
    List<RedisURI> some = Addresses.allChecked(servers);
    return new RedisEngine(resources -> new ClusterRoute(resources, some, timeout), timeout);
  }

  /**
   * The fence that all nodes share, for {@code LiveStashBuilder.sharedFence}. It remembers an
   * instance for 24 hours, the default lifetime of a token.
   *
   * @param clock this node's time, for the grace
   * @return the fence
   */
  public Fence fence(Clock clock) {
    return fence(MemoryFence.DEFAULT_MEMORY, MemoryFence.DEFAULT_FORK_GRACE, clock);
  }

  /**
   * The fence that all nodes share.
   *
   * @param memory how long it remembers an instance after it last heard of it; as long as a token
   *     can be used, for it does not guard what it has forgotten
   * @param forkGrace how far behind a copied tab may be
   * @param clock this node's time, for the grace
   * @return the fence
   */
  public Fence fence(Duration memory, Duration forkGrace, Clock clock) {
    return new RedisFence(link, memory, forkGrace, clock);
  }

  /**
   * Sealed snapshots in Redis, each for its lifetime. A failover loses those that the replica does
   * not have yet.
   *
   * @return the store
   */
  public SnapshotStore snapshots() {
    return new RedisSnapshotStore(link);
  }

  /**
   * As {@link #snapshots()}, but a snapshot counts as kept only when replicas have it, too, within
   * half of the timeout. Call it once: it has a connection of its own, for the engine's life.
   *
   * @param replicas how many, 1 or more; if there are fewer, nothing is kept any more
   * @return the store
   * @throws IllegalArgumentException if {@code replicas} is less than 1
   */
  public SnapshotStore snapshots(int replicas) {
    if (replicas < 1) {
      throw new IllegalArgumentException("Give 1 replica or more, or use snapshots().");
    }
    return new ReplicatedSnapshotStore(
        snapshots(), newLink(), replicas, timeout.dividedBy(PARTS_TO_WAIT));
  }

  /**
   * What carries messages to groups between nodes, for {@code LiveStashBuilder.bus}. It publishes
   * on the channel {@code livestash:bus:} and the name, which each node hears, so whoever may
   * publish there sends messages to the views, and whoever may subscribe reads them.
   *
   * @param name the application's, of all its nodes and of no other's, 1 to 64 characters
   * @return the bus
   * @throws IllegalArgumentException if the name is empty or longer
   */
  public Bus bus(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException("Name the bus by 1 to 64 characters, as the application.");
    }
    return new RedisBus(link, name);
  }

  /** Leaves Redis, within some seconds. What is asked later fails. */
  @Override
  public void close() {
    links.forEach(RedisLink::close);
  }
}
