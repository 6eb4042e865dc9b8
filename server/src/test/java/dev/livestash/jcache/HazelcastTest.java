package dev.livestash.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.redis.RedisProcess;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import java.time.Duration;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A replicated cluster cache: two members of Hazelcast, on loopback. */
class HazelcastTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static HazelcastInstance here;
  private static HazelcastInstance there;
  private static Cache<String, String> entriesHere;
  private static Cache<String, String> entriesThere;
  private static Cache<String, String> snapshots;

  @BeforeAll
  static void start() {
    int first = RedisProcess.freePort();
    int second = RedisProcess.freePort();
    here = Hazelcast.newHazelcastInstance(HazelcastMember.config(first, List.of(first, second)));
    there = Hazelcast.newHazelcastInstance(HazelcastMember.config(second, List.of(first, second)));
    CacheManager managerHere = manager(here);
    CacheManager managerThere = manager(there);
    entriesHere = managerHere.createCache("fence", texts());
    entriesThere = managerThere.getCache("fence", String.class, String.class);
    snapshots = managerThere.createCache("snapshots", texts());
  }

  private static MutableConfiguration<String, String> texts() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  private static CacheManager manager(HazelcastInstance member) {
    return new HazelcastServerCachingProvider(member).getCacheManager();
  }

  @AfterAll
  static void stop() {
    here.shutdown();
    there.shutdown();
  }

  @Test
  void theTestsAreOfACluster() {
    assertThat(here.getCluster().getMembers()).hasSize(2);
    assertThat(there.getCluster().getMembers()).hasSize(2);
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
