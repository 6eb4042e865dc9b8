package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.stash.SnapshotStore;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that takes writes dies or freezes, and its replica takes its place: meanwhile the policy
 * holds, in bounded time, and then the new one is asked, which has what was replicated.
 */
class FailoverTest {
  private static final String SID = sidOfTheFirst();
  private static final String LIVE = SID + "-live";

  @TempDir Path folder;

  /** In a cluster, the first server has the slots of all that is named after it. */
  private static String sidOfTheFirst() {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(Integer::toString)
        .filter(sid -> isOfTheFirst("fence:" + sid))
        .filter(sid -> isOfTheFirst("fence:" + sid + "-live"))
        .filter(sid -> isOfTheFirst("snapshot:" + sid))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOfTheFirst(String key) {
    return SlotHash.getSlot("livestash:" + key) < ClusterGroup.SLOTS_OF_THE_FIRST;
  }

  private static <T> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** What was replicated holds after the server that had it is gone. */
  private static void survives(
      RedisEngine engine, RedisProcess master, RedisProcess replica, Runnable end) {
    Fence fence = engine.fence(Clock.systemUTC());
    SnapshotStore store = engine.snapshots();
    try (FenceUser node = new FenceUser(engine)) {
      node.awaitShared("any");
      now(fence.claim(SID, 1, new Mark(5, 5), 0));
      now(fence.kept(SID, 6, new Mark(6, 9)));
      now(store.put(SID, "a.b.c", Duration.ofHours(1)));
      master.awaitReplicated();
      end.run();
      node.goesOnByItsPolicy(LIVE);
      replica.await("INFO replication", "role:master");
      node.awaitShared(LIVE);
      assertThat(now(fence.claim(SID, 2, new Mark(6, 8), 0))).isEqualTo(new Ownership.Stale());
      assertThat(now(fence.claim(SID, 2, new Mark(6, 9), 0)))
          .isEqualTo(new Ownership.Owned(7, true));
      assertThat(now(store.get(SID))).contains("a.b.c");
    }
  }

  @Test
  void sentinelsNameTheSuccessorAlsoIfOneOfThemIsFrozen() {
    try (SentinelGroup group = new SentinelGroup(folder)) {
      group.sentinel().freeze();
      try (RedisEngine engine = RedisEngine.connect(group.uri())) {
        survives(engine, group.master(), group.replica(), group.master()::kill);
      }
    }
  }

  /** Also for a node that starts meanwhile, and reaches only those that are there. */
  @Test
  void aClusterPromotesTheReplicaOfAServerThatWasKilled() {
    try (ClusterGroup group = new ClusterGroup(folder);
        RedisEngine engine = RedisEngine.connectToCluster(group.uri())) {
      List<RedisEngine> late = new ArrayList<>();
      Runnable end =
          () -> {
            group.first().kill();
            late.add(RedisEngine.connectToCluster(group.uri()));
          };
      survives(engine, group.first(), group.replica(), end);
      try (RedisEngine other = late.get(0);
          FenceUser node = new FenceUser(other)) {
        node.awaitShared(LIVE);
      }
    }
  }

  @Test
  void aClusterPromotesTheReplicaOfAServerThatIsFrozen() {
    try (ClusterGroup group = new ClusterGroup(folder);
        RedisEngine engine = RedisEngine.connectToCluster(group.uri())) {
      survives(engine, group.first(), group.replica(), group.first()::freeze);
    }
  }
}
