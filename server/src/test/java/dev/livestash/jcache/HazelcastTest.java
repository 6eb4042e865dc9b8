package dev.livestash.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.redis.RedisProcess;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import java.time.Duration;
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
  private static final String LOOPBACK = "127.0.0.1";

  private static HazelcastInstance here;
  private static HazelcastInstance there;
  private static Cache<String, String> entriesHere;
  private static Cache<String, String> entriesThere;
  private static Cache<String, String> snapshots;

  @BeforeAll
  static void start() {
    int first = RedisProcess.freePort();
    int second = RedisProcess.freePort();
    here = Hazelcast.newHazelcastInstance(member(first, first, second));
    there = Hazelcast.newHazelcastInstance(member(second, first, second));
    CacheManager managerHere = manager(here);
    CacheManager managerThere = manager(there);
    entriesHere = managerHere.createCache("fence", texts());
    entriesThere = managerThere.getCache("fence", String.class, String.class);
    snapshots = managerThere.createCache("snapshots", texts());
  }

  private static MutableConfiguration<String, String> texts() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  private static Config member(int port, int... all) {
    Config config =
        new Config()
            .setClusterName("livestash-test-" + all[0])
            .setProperty("hazelcast.phone.home.enabled", "false")
            .setProperty("hazelcast.logging.type", "none")
            .setProperty("hazelcast.shutdownhook.enabled", "false")
            .setProperty("hazelcast.partition.count", "11")
            .setProperty("hazelcast.socket.bind.any", "false");
    NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (int one : all) {
      join.getTcpIpConfig().addMember(LOOPBACK + ":" + one);
    }
    return config;
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
