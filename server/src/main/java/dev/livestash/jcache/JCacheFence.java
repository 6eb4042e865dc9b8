package dev.livestash.jcache;

import dev.livestash.fence.BlockingFence;
import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.Ownership;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * A fence in a cache that all nodes share, for {@code LiveStashBuilder.sharedFence}.
 *
 * <p>The cache must be the fence's own. It must hold at least as many instances as there are tabs,
 * each for at least as long as a token can be used (24 hours by default) after it was last touched,
 * for example with a {@code TouchedExpiryPolicy}: the fence does not guard what the cache has
 * forgotten. Where it is distributed, an exchange of a value must be one atomic step on the whole
 * cluster, and should survive the loss of a node; a cache that is replicated asynchronously may
 * lose the last writes with it.
 */
public final class JCacheFence implements Fence {
  /** How long a question may take by default. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

  private final CacheThreads threads;
  private final BlockingFence fence;

  /**
   * A fence with the default timeout and grace.
   *
   * @param cache the same on all nodes; values are texts
   * @param clock this node's time, for the grace
   */
  public JCacheFence(Cache<String, String> cache, Clock clock) {
    this(cache, DEFAULT_TIMEOUT, MemoryFence.DEFAULT_FORK_GRACE, clock);
  }

  /**
   * A fence.
   *
   * @param cache the same on all nodes; values are texts
   * @param timeout how long a question may take
   * @param forkGrace how far behind a copied tab may be
   * @param clock this node's time, for the grace
   */
  public JCacheFence(
      Cache<String, String> cache, Duration timeout, Duration forkGrace, Clock clock) {
    this.threads = new CacheThreads("fence", timeout);
    this.fence = new BlockingFence(new Entries(cache), timeout, forkGrace, clock);
  }

  private record Entries(Cache<String, String> cache) implements BlockingFence.Store {
    @Override
    public @Nullable String get(String sid) {
      return cache.get(sid);
    }

    @Override
    public Map<String, String> getAll(Set<String> sids) {
      // Infinispan asks the set whether it has null, which those that cannot have it refuse.
      return cache.getAll(new HashSet<>(sids));
    }

    @Override
    public boolean exchange(String sid, @Nullable String before, String after) {
      return before == null ? cache.putIfAbsent(sid, after) : cache.replace(sid, before, after);
    }
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    return threads.ask(() -> fence.claim(sid, attempt, token, sessionGen));
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    return threads.ask(() -> fence.kept(sid, gen, mark));
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    return threads.ask(() -> fence.mayFork(sid, token));
  }

  @Override
  public CompletionStage<Void> note(String name, String text) {
    return threads
        .ask(
            () -> {
              fence.note(name, text);
              return true;
            })
        .thenAccept(noted -> {});
  }

  @Override
  public CompletionStage<Map<String, String>> notes(Set<String> names) {
    return threads.ask(() -> fence.notes(names));
  }
}
