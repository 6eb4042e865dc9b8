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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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

  /** Only the first server has a replica. */
  @Test
  void aReplicatedSnapshotIsKeptWhereItsSlotIs() {
    String key = group.nameOf(group.last(), "livestash:snapshot:");
    String name = "livestash:snapshot:" + key;
    try (RedisEngine engine =
        RedisEngine.connectToCluster(Addresses.cluster(group.uri()), Duration.ofSeconds(2))) {
      SnapshotStore store = engine.snapshots(1);
      assertThat(isKept(store, key)).isFalse();
      group.last().command("DEL " + name);
      group.beginToMove(SlotHash.getSlot(name), group.last(), group.first());
      group.endToMove(SlotHash.getSlot(name), group.first());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      boolean kept = isKept(store, key);
      while (!kept && System.nanoTime() < deadline) {
        kept = isKept(store, key);
      }
      assertThat(kept).isTrue();
      assertThat(group.first().command("EXISTS " + name)).isEqualTo(":1");
    }
  }

  private static boolean isKept(SnapshotStore store, String key) {
    return store
        .put(key, "a.b.c", Duration.ofHours(1))
        .handle((done, failure) -> failure == null)
        .toCompletableFuture()
        .join();
  }

  @Test
  void aUserNeedsNoMoreRightsThanTheDocumentGives() throws IOException {
    Files.readAllLines(Path.of("../docs/operations.md")).stream()
        .filter(line -> line.startsWith("ACL SETUSER"))
        .forEach(group::everywhere);
    String uri = group.uri().replace("//", "//livestash:password@");
    try (RedisEngine engine = RedisEngine.connectToCluster(Addresses.cluster(uri), PATIENCE)) {
      Fence fence = engine.fence(Clock.systemUTC());
      assertThat(result(fence.claim("user", 1, Mark.NONE, 0)))
          .isEqualTo(new Ownership.Owned(1, true));
      assertThat(result(fence.kept("user", 1, new Mark(1, 1)))).isTrue();
      assertThat(result(fence.mayFork("user", new Mark(1, 1)))).isTrue();
      result(fence.note("user", "text"));
      assertThat(result(fence.notes(Set.of("user", "none")))).containsEntry("user", "text");
      String key = group.nameOf(group.first(), "livestash:snapshot:");
      SnapshotStore store = engine.snapshots(1);
      result(store.put(key, "a.b.c", Duration.ofHours(1)));
      assertThat(result(store.get(key))).contains("a.b.c");
      result(store.expire(key, Duration.ofMinutes(2)));
      result(store.remove(key));
    }
  }

  private static <T> T result(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
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
