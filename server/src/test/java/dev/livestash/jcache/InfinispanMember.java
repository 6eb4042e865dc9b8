package dev.livestash.jcache;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.EmbeddedCacheManager;

/** A member of a cluster on loopback: in a process of its own, or in this one. */
final class InfinispanMember {
  /** One that is killed is missed at once, for its socket is closed. */
  private static final String STACK =
      """
      <config xmlns="urn:org:jgroups">
        <TCP bind_addr="127.0.0.1" bind_port="%d" port_range="0" diag.enabled="false"
             sock_conn_timeout="300"/>
        <TCPPING initial_hosts="%s" port_range="0"/>
        <MERGE3 min_interval="500" max_interval="1000"/>
        <FD_SOCK2 port_range="50"/>
        <FD_ALL3 timeout="5000" interval="1000"/>
        <VERIFY_SUSPECT2 timeout="500"/>
        <pbcast.NAKACK2 use_mcast_xmit="false"/>
        <UNICAST3/>
        <pbcast.STABLE/>
        <pbcast.GMS join_timeout="500" max_join_attempts="3" print_local_addr="false"/>
        <MFC/>
        <FRAG4/>
      </config>
      """;

  private InfinispanMember() {}

  /**
   * Runs one that holds data, until its input ends.
   *
   * @param args its port, and the ports of all
   */
  public static void main(String[] args) throws IOException {
    List<Integer> ports = Stream.of(args).map(Integer::valueOf).toList();
    EmbeddedCacheManager unused = start(ports.get(0), ports.subList(1, ports.size()), true);
    System.out.println("ready");
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }

  /** Its caches have one copy of each entry, made before a call returns. */
  static EmbeddedCacheManager start(int port, List<Integer> all, boolean holdsData) {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
    global
        .transport()
        .defaultTransport()
        .addProperty("configurationXml", stack(port, all))
        .clusterName("livestash-test-" + all.get(0));
    global.zeroCapacityNode(!holdsData);
    global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
    DefaultCacheManager manager = new DefaultCacheManager(global.build());
    String[] names = {CacheCluster.FENCE, CacheCluster.STASH};
    for (String name : names) {
      manager.defineConfiguration(name, copied());
    }
    if (holdsData) {
      manager.startCaches(names);
    }
    return manager;
  }

  private static String stack(int port, List<Integer> all) {
    return STACK.formatted(
        port, all.stream().map("127.0.0.1[%d]"::formatted).collect(Collectors.joining(",")));
  }

  private static Configuration copied() {
    ConfigurationBuilder cache = new ConfigurationBuilder();
    cache.clustering().cacheMode(CacheMode.DIST_SYNC).hash().numOwners(2).numSegments(16);
    return cache.build();
  }
}
