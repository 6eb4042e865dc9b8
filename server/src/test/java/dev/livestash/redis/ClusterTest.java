package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.SnapshotStoreContract;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both contracts in a cluster, and slots that move while they are used. */
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir static Path folder;

  private static ClusterGroup group;
  private static RedisEngine here;
  private static RedisEngine there;

  @BeforeAll
  static void start() {
    group = new ClusterGroup(folder);
    here = RedisEngine.connectToCluster(Addresses.cluster(group.uri()), PATIENCE);
    there = RedisEngine.connectToCluster(Addresses.cluster(group.uri()), PATIENCE);
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    group.close();
  }

  /** An instance that is moved is another one's in each step: neither forgotten nor refused. */
  @Test
  void aSlotThatMovesIsFollowed() {
    String key = "livestash:fence:moving";
    int slot = SlotHash.getSlot(key);
    RedisProcess from = group.ownerOf(slot);
    RedisProcess to = from == group.last() ? group.first() : group.last();
    Fence fence = here.fence(Clock.systemUTC());
    owned(fence, 1);
    group.beginToMove(slot, from, to);
    owned(fence, 2);
    group.move(key, from, to);
    owned(fence, 3);
    assertThat(to.command("SCRIPT FLUSH")).isEqualTo("+OK");
    owned(fence, 4);
    group.endToMove(slot, to);
    owned(fence, 5);
    assertThat(from.command("EXISTS " + key)).startsWith("-MOVED");
    assertThat(to.command("EXISTS " + key)).isEqualTo(":1");
  }

  private static void owned(Fence fence, long time) {
    assertThat(fence.claim("moving", time, Mark.NONE, 0).toCompletableFuture().join())
        .isEqualTo(new Ownership.Owned(time, true));
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
