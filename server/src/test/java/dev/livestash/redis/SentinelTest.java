package dev.livestash.redis;

import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Both contracts, where sentinels say which server takes writes. */
class SentinelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir static Path folder;

  private static SentinelGroup group;
  private static RedisEngine here;
  private static RedisEngine there;

  @BeforeAll
  static void start() {
    group = new SentinelGroup(folder);
    here = RedisEngine.connect(RedisURI.create(group.uri()), PATIENCE);
    there = RedisEngine.connect(RedisURI.create(group.uri()), PATIENCE);
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    group.close();
  }

  @Nested
  class ItsFence extends FenceContract {
    @Override
    protected Fence newFence() {
      return here.fence(Duration.ofHours(1), GRACE, new TestClock(nanos));
    }

    @Override
    protected Fence elsewhere(Fence fence) {
      return there.fence(Duration.ofHours(1), GRACE, new TestClock(nanos));
    }

    @Override
    protected boolean isShared() {
      return true;
    }
  }

  @Nested
  class ItsStore extends SnapshotStoreContract {
    @Override
    protected SnapshotStore newStore() {
      return here.snapshots();
    }
  }
}
