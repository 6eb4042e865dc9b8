package dev.livestash.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.redis.RedisProcess;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import java.time.Duration;
import java.util.List;
import javax.cache.Cache;
import org.infinispan.manager.EmbeddedCacheManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A distributed cluster cache: a member of Infinispan, and one that holds nothing, on loopback. */
class InfinispanTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static EmbeddedCacheManager here;
  private static EmbeddedCacheManager there;
  private static Cache<String, String> entriesHere;
  private static Cache<String, String> entriesThere;
  private static Cache<String, String> snapshots;

  @BeforeAll
  static void start() {
    List<Integer> ports = List.of(RedisProcess.freePort(), RedisProcess.freePort());
    here = InfinispanMember.start(ports.get(0), ports, true);
    there = InfinispanMember.start(ports.get(1), ports, false);
    entriesHere = InfinispanCluster.caches(here).getCache(CacheCluster.FENCE);
    entriesThere = InfinispanCluster.caches(there).getCache(CacheCluster.FENCE);
    snapshots = InfinispanCluster.caches(there).getCache(CacheCluster.STASH);
  }

  @AfterAll
  static void stop() {
    here.stop();
    there.stop();
  }

  @Test
  void theTestsAreOfACluster() {
    assertThat(here.getMembers()).hasSize(2);
    assertThat(there.getMembers()).hasSize(2);
  }

  @Nested
  class FenceTest extends FenceContract {
    @Override
    protected Fence newFence() {
      return new JCacheFence(entriesHere, PATIENCE, GRACE, new TestClock(nanos));
    }

    @Override
    protected Fence elsewhere(Fence fence) {
      return new JCacheFence(entriesThere, PATIENCE, GRACE, new TestClock(nanos));
    }

    @Override
    protected boolean isShared() {
      return true;
    }
  }

  @Nested
  class SnapshotStoreTest extends SnapshotStoreContract {
    @Override
    protected SnapshotStore newStore() {
      return new JCacheSnapshotStore(snapshots, PATIENCE);
    }
  }
}
