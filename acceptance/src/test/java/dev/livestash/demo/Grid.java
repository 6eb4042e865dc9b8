package dev.livestash.demo;

import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/**
 * Caches that several processes share, by the names and the file with which JCache finds them.
 *
 * @param provider the class of the product's provider
 * @param file what the product is told of its cluster
 */
public record Grid(String provider, URI file) {
  /** The system property that says which one a {@link Victim} has in common with others. */
  public static final String PROPERTY = "victim.grid";

  private static final String HAZELCAST = "com.hazelcast.";

  /** Where Hazelcast looks for its file; Infinispan takes the manager's address for it. */
  private static final String HAZELCAST_FILE = "hazelcast.config.location";

  private static final String FENCE = "fence";
  private static final String SNAPSHOTS = "snapshots";

  /** The names of all caches. */
  public static final List<String> CACHES = List.of(FENCE, SNAPSHOTS);

  private static final String SEPARATOR = "@";

  /**
   * They tell of each node that comes and goes. Held, for a logger that nobody holds forgets its
   * level.
   */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("org.infinispan"), Logger.getLogger("org.jgroups"));

  /** Reads what {@link #flag} wrote. */
  static Grid parse(String property) {
    String[] parts = property.split(SEPARATOR, 2);
    return new Grid(parts[0], URI.create(parts[1]));
  }

  /** The flag of a JVM whose server is to use it. */
  public String flag() {
    return "-D" + PROPERTY + "=" + provider + SEPARATOR + file;
  }

  /** Connects to it, or joins it, as its file says. */
  public CacheManager join() {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    Properties properties = new Properties();
    properties.setProperty(HAZELCAST_FILE, file.toString());
    CachingProvider found = Caching.getCachingProvider(provider);
    // Of Hazelcast, managers with different addresses have different caches.
    URI address = provider.startsWith(HAZELCAST) ? found.getDefaultURI() : file;
    return found.getCacheManager(address, Grid.class.getClassLoader(), properties);
  }

  /** What the fence's entries are in. */
  static Cache<String, String> fence(CacheManager grid) {
    return grid.getCache(FENCE);
  }

  /** What states rest in. */
  public static Cache<String, String> snapshots(CacheManager grid) {
    return grid.getCache(SNAPSHOTS);
  }
}
