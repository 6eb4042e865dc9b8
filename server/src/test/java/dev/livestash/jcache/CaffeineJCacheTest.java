package dev.livestash.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.fence.Mark;
import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Caffeine's provider: JCache in one node's memory. */
class CaffeineJCacheTest {
  private static final String PROVIDER =
      "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static CacheManager manager;
  private static Cache<String, String> entries;
  private static Cache<String, String> snapshots;

  @BeforeAll
  static void start() {
    manager = Caching.getCachingProvider(PROVIDER).getCacheManager();
    entries = manager.createCache("fence", texts());
    snapshots = manager.createCache("snapshots", texts());
  }

  private static MutableConfiguration<String, String> texts() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  @AfterAll
  static void stop() {
    manager.close();
  }

  @Nested
  class FenceTest extends FenceContract {
    @Override
    protected Fence newFence() {
      return new JCacheFence(entries, PATIENCE, GRACE, new TestClock(nanos));
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

  @Test
  void aClosedCacheIsNotAvailable() {
    Cache<String, String> closed = manager.createCache("closed", texts());
    closed.close();
    Fence fence = new JCacheFence(closed, Clock.systemUTC());
    assertThatThrownBy(() -> fence.claim("sid", 1, Mark.NONE, 0).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aCallThatHangsIsNotWaitedFor() {
    CountDownLatch never = new CountDownLatch(1);
    CacheThreads threads = new CacheThreads("test", Duration.ofMillis(20));
    assertThatThrownBy(() -> threads.ask(() -> hang(never)).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);
    never.countDown();
  }

  /** What it would have put may be large. */
  @Test
  void aCallThatHasWaitedInVainIsLetGoOf() {
    CountDownLatch never = new CountDownLatch(1);
    CacheThreads threads = new CacheThreads("test", Duration.ofMillis(20));
    for (int i = 0; i < CacheThreads.MAX_THREADS; i++) {
      var unused = threads.ask(() -> hang(never));
    }
    List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < CacheThreads.MAX_WAITING; i++) {
      waiting.add(threads.ask(() -> hang(never)).toCompletableFuture());
    }
    waiting.forEach(one -> assertThat(one).failsWithin(Duration.ofSeconds(10)));
    assertThat(threads.waiting()).isZero();
    never.countDown();
  }

  private static boolean hang(CountDownLatch never) {
    try {
      never.await();
      return true;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aTextThatIsNoEntryIsSaidToBeNone() {
    entries.put("foreign", "something else");
    Fence fence = new JCacheFence(entries, Clock.systemUTC());
    assertThatThrownBy(() -> fence.claim("foreign", 1, Mark.NONE, 0).toCompletableFuture().join())
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasStackTraceContaining("give the fence a cache of its own");
  }
}
