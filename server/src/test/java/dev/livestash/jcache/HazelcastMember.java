package dev.livestash.jcache;

import com.hazelcast.config.CacheSimpleConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/** A member of a cluster on loopback: in a process of its own, or in this one. */
final class HazelcastMember {
  private static final String LOOPBACK = "127.0.0.1";

  private HazelcastMember() {}

  /**
   * Runs one that holds data, until its input ends.
   *
   * @param args its port, and the ports of all
   */
  public static void main(String[] args) throws IOException {
    List<Integer> ports = Stream.of(args).map(Integer::valueOf).toList();
    Hazelcast.newHazelcastInstance(config(ports.get(0), ports.subList(1, ports.size())));
    System.out.println("ready");
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }

  /** Its caches have one copy of each entry, made before a call returns. */
  static Config config(int port, List<Integer> all) {
    Config config =
        new Config()
            .setClusterName("livestash-test-" + all.get(0))
            .setProperty("hazelcast.phone.home.enabled", "false")
            .setProperty("hazelcast.logging.type", "none")
            .setProperty("hazelcast.shutdownhook.enabled", "false")
            .setProperty("hazelcast.partition.count", "11")
            .setProperty("hazelcast.socket.bind.any", "false")
            .addCacheConfig(new CacheSimpleConfig().setName("*").setBackupCount(1));
    NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    all.forEach(one -> join.getTcpIpConfig().addMember(LOOPBACK + ":" + one));
    return config;
  }
}
