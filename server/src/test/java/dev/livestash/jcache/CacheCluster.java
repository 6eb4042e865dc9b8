package dev.livestash.jcache;

import javax.cache.Cache;

/** A cluster's caches as a member of it sees them, which holds nothing of them itself. */
interface CacheCluster extends AutoCloseable {
  /** What the fence's entries are in, and what snapshots rest in. */
  String FENCE = "fence";

  String STASH = "stash";

  Cache<String, String> cache(String name);

  /** Whether so many members hold data, and each entry has its copy; asked after one has come. */
  boolean hasCopies(int members);

  @Override
  void close();
}
