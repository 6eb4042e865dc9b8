package dev.livestash.jcache;

import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** Of Hazelcast, by a lite member. */
final class HazelcastCluster implements CacheCluster {
  private final HazelcastInstance here;
  private final CacheManager manager;

  HazelcastCluster(int port, List<Integer> all) {
    here = Hazelcast.newHazelcastInstance(HazelcastMember.config(port, all).setLiteMember(true));
    manager = new HazelcastServerCachingProvider(here).getCacheManager();
  }

  @Override
  public Cache<String, String> cache(String name) {
    return manager.createCache(
        name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
  }

  @Override
  public boolean hasCopies(int members) {
    return here.getCluster().getMembers().size() == members + 1
        && here.getPartitionService().isClusterSafe();
  }

  @Override
  public void close() {
    here.shutdown();
  }
}
