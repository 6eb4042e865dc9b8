package dev.livestash.redis;

import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.stash.SnapshotStore;
import io.lettuce.core.RedisURI;
import java.time.Clock;
import java.time.Duration;

/**
 * One Redis or Valkey server, for the fence and the snapshots of all nodes. Behind a group with
 * sentinels or a cluster, give the address that leads to the server that takes writes.
 *
 * <pre>{@code
 * RedisEngine redis = RedisEngine.connect("redis://:password@redis.internal:6379");
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

  private final RedisLink link;

  private RedisEngine(RedisLink link) {
    this.link = link;
  }

  /**
   * Begins to connect, and does not wait for it: a Redis that is not there does not stop a server
   * from starting.
   *
   * @param uri as Lettuce reads it: {@code redis://} or {@code rediss://}, with user, password and
   *     database
   * @return the engine
   * @throws IllegalArgumentException if it is not such a URI
   */
  public static RedisEngine connect(String uri) {
    return connect(RedisURI.create(uri), DEFAULT_TIMEOUT);
  }

  /**
   * Begins to connect, as {@link #connect(String)} does.
   *
   * @param uri where to, and how; its timeout does not count
   * @param timeout how long a command may take, connecting included
   * @return the engine
   * @throws IllegalArgumentException if it names sentinels
   */
  public static RedisEngine connect(RedisURI uri, Duration timeout) {
    if (!uri.getSentinels().isEmpty()) {
      throw new IllegalArgumentException(
          "Sentinels are not asked: give the address of the server that takes writes, or of a proxy"
              + " that knows it.");
    }
    return new RedisEngine(new RedisLink(uri, timeout));
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
   * Sealed snapshots in Redis, each for its lifetime.
   *
   * @return the store
   */
  public SnapshotStore snapshots() {
    return new RedisSnapshotStore(link);
  }

  /** Leaves Redis, within 2 seconds. What is asked later fails. */
  @Override
  public void close() {
    link.close();
  }
}
