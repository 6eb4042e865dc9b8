/**
 * The shared fence and the shared snapshots on Redis or Valkey. The only user of Lettuce, which is
 * an optional dependency: an application that wants this adds {@code io.lettuce:lettuce-core}.
 *
 * <p>{@link dev.livestash.redis.RedisEngine#connect} is the way in, and {@code connectToCluster}.
 * No call blocks: a command that is not answered in time, or that is given while Redis is not
 * there, fails with {@link dev.livestash.fence.StoreUnavailableException}, and the connection is
 * made again by itself.
 */
@NullMarked
package dev.livestash.redis;

import org.jspecify.annotations.NullMarked;
