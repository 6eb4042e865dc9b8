package dev.livestash.acceptance.chaos;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.livestash.demo.Grid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.cache.CacheManager;
import org.infinispan.distribution.ch.ConsistentHash;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.remoting.transport.Address;
import org.infinispan.topology.CacheTopology;

/** Whose cluster holds the caches: each entry at two of its members, before a call returns. */
enum CacheProduct {
  /** The servers are its clients. */
  HAZELCAST(
      "com.hazelcast.cache.HazelcastMemberCachingProvider",
      "com.hazelcast.client.cache.HazelcastClientCachingProvider") {
    @Override
    boolean isSafe(CacheManager member, int members) {
      HazelcastInstance here = Hazelcast.getAllHazelcastInstances().iterator().next();
      return here.getCluster().getMembers().size() == members
          && here.getPartitionService().isClusterSafe();
    }
  },
  /** The servers are nodes of it, too, which hold nothing. */
  INFINISPAN(
      "org.infinispan.jcache.embedded.JCachingProvider",
      "org.infinispan.jcache.embedded.JCachingProvider") {
    @Override
    boolean isSafe(CacheManager member, int members) {
      EmbeddedCacheManager here = member.unwrap(EmbeddedCacheManager.class);
      return Grid.CACHES.stream().allMatch(name -> isSafe(here, name, members));
    }

    private static boolean isSafe(EmbeddedCacheManager here, String name, int members) {
      CacheTopology now =
          here.getCache(name).getAdvancedCache().getDistributionManager().getCacheTopology();
      // As long as a member is not missed that has died, it counts, and this one holds nothing.
      return isHolding(now, here.getAddress())
          && holding(now) == members
          && now.getPhase() == CacheTopology.Phase.NO_REBALANCE;
    }

    private static long holding(CacheTopology now) {
      return now.getActualMembers().stream().filter(node -> isHolding(now, node)).count();
    }

    private static boolean isHolding(CacheTopology now, Address node) {
      ConsistentHash owners = now.getCurrentCH();
      return owners.getMembers().contains(node) && !owners.getSegmentsForOwner(node).isEmpty();
    }
  };

  private final String member;
  private final String server;

  CacheProduct(String member, String server) {
    this.member = member;
    this.server = server;
  }

  /** Whether so many members hold data, and each entry has its copy. */
  abstract boolean isSafe(CacheManager member, int members);

  /** How a member finds the others. */
  Grid member(Path folder, int port, List<Integer> ports) {
    return grid(member, "member", folder, port, ports);
  }

  /** How a server finds them. */
  Grid server(Path folder, int port, List<Integer> ports) {
    return grid(server, "server", folder, port, ports);
  }

  private Grid grid(String provider, String role, Path folder, int port, List<Integer> ports) {
    String name = "%s-%s.xml".formatted(name().toLowerCase(Locale.ROOT), role);
    String text = text(name).replace("{port}", String.valueOf(port));
    for (int i = 0; i < ports.size(); i++) {
      text = text.replace("{" + i + "}", String.valueOf(ports.get(i)));
    }
    try {
      return new Grid(provider, Files.writeString(folder.resolve(port + name), text).toUri());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(String name) {
    try (InputStream file =
        Objects.requireNonNull(CacheProduct.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
