package dev.livestash.demo;

import dev.livestash.fence.Fence;
import dev.livestash.redis.RedisEngine;
import dev.livestash.stash.SnapshotStore;
import java.time.Clock;
import java.util.Optional;

/**
 * What all servers have in common, where there are several.
 *
 * @param fence tells them which tab owns a state
 * @param snapshots where a state rests that is not in its tab
 */
record Shared(Fence fence, SnapshotStore snapshots) {
  /** What the command line asks for. */
  static Optional<Shared> of(Options options) {
    return options.redis().map(RedisEngine::connect).map(Shared::of);
  }

  private static Shared of(RedisEngine redis) {
    return new Shared(redis.fence(Clock.systemUTC()), redis.snapshots());
  }
}
