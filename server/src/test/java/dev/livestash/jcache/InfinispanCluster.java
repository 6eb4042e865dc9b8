package dev.livestash.jcache;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.infinispan.jcache.embedded.JCacheManager;
import org.infinispan.jcache.embedded.JCachingProvider;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.topology.CacheTopology;

/** Of Infinispan, by a node without capacity. */
final class InfinispanCluster implements CacheCluster {
  private final EmbeddedCacheManager here;
  private final CacheManager manager;

  InfinispanCluster(int port, List<Integer> all) {
    here = InfinispanMember.start(port, all, false);
    manager = caches(here);
  }

  /** The same of a member. */
  static CacheManager caches(EmbeddedCacheManager member) {
    return new JCacheManager(URI.create("livestash-test"), member, new JCachingProvider());
  }

  @Override
  public Cache<String, String> cache(String name) {
    return manager.getCache(name);
  }

  @Override
  public boolean hasCopies(int members) {
    return Stream.of(FENCE, STASH).allMatch(name -> hasCopies(name, members + 1));
  }

  private boolean hasCopies(String name, int nodes) {
    CacheTopology now =
        here.getCache(name).getAdvancedCache().getDistributionManager().getCacheTopology();
    return now.getActualMembers().size() == nodes
        // Of as many as there should be: when one has died, this says so before it copies anew.
        && now.getPhase() == CacheTopology.Phase.NO_REBALANCE;
  }

  @Override
  public void close() {
    here.stop();
  }
}
