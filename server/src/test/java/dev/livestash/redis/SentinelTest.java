package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.fence.Mark;
import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both contracts, where sentinels say which server takes writes. */
class SentinelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir static Path folder;

  private static SentinelGroup group;
  private static RedisEngine here;
  private static RedisEngine there;
  private static SnapshotStore replicated;

  @BeforeAll
  static void start() {
    group = new SentinelGroup(folder);
    here = RedisEngine.connect(RedisURI.create(group.uri()), PATIENCE);
    replicated = here.snapshots(1);
    there = RedisEngine.connect(RedisURI.create(group.uri()), PATIENCE);
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    group.close();
  }

  @Test
  void aSnapshotThatNoReplicaHasIsNotKept() {
    try (RedisEngine engine =
        RedisEngine.connect(RedisURI.create(group.uri()), Duration.ofSeconds(4))) {
      SnapshotStore store = engine.snapshots(1);
      put(store, "first").join();
      group.replica().freeze();
      CompletableFuture<Void> second = put(store, "second");
      Fence fence = engine.fence(Clock.systemUTC());
      fence.claim("meanwhile", 1, Mark.NONE, 0).toCompletableFuture().join();
      assertThat(second).as("nobody waits for the replica with it").isNotDone();
      assertThatThrownBy(second::join).hasCauseInstanceOf(StoreUnavailableException.class);
    } finally {
      group.replica().thaw();
    }
  }

  private static CompletableFuture<Void> put(SnapshotStore store, String token) {
    return store.put("replicated", token, Duration.ofHours(1)).toCompletableFuture();
  }

  @Nested
  class ItsReplicatedStore extends SnapshotStoreContract {
    @Override
    protected SnapshotStore newStore() {
      return replicated;
    }
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
