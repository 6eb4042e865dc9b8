package dev.livestash.jcache;

import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.Counter;
import dev.livestash.TestServer;
import dev.livestash.redis.RedisProcess;
import dev.livestash.stash.Stashing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Three members in processes of their own hold the fence and the snapshots, each with one copy at
 * another member; this process holds nothing of them. They are killed while a tab commits.
 */
abstract class MembersDieContract {
  private static final int MEMBERS = 3;
  private static final int COMMITS = 15;
  private static final long PATIENCE_SECONDS = 90;

  @TempDir Path folder;
  private final List<Integer> ports =
      Stream.generate(RedisProcess::freePort).limit(MEMBERS + 1).toList();
  private final List<MemberProcess> members = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // by start
  private CacheCluster cluster;

  @SuppressWarnings("NullAway.Init") // by start
  private TestServer server;

  @BeforeEach
  void start() {
    for (int i = 0; i < MEMBERS; i++) {
      members.add(member(i));
    }
    cluster = join(ports.get(MEMBERS), ports);
    JCacheFence fence = new JCacheFence(cluster.cache(CacheCluster.FENCE), Clock.systemUTC());
    JCacheSnapshotStore store = new JCacheSnapshotStore(cluster.cache(CacheCluster.STASH));
    server =
        TestServer.in(
                folder,
                builder ->
                    builder.sharedFence(fence).times(times -> times.withLinger(Duration.ZERO)))
            .mount("counter", "counter", new Counter(), Stashing.onServers(store));
  }

  /** What is run as a member, with its port and the ports of all as arguments. */
  abstract Class<?> member();

  /** Joins as one that holds nothing. */
  abstract CacheCluster join(int port, List<Integer> all);

  private MemberProcess member(int i) {
    List<String> arguments =
        Stream.concat(Stream.of(ports.get(i)), ports.stream()).map(String::valueOf).toList();
    return MemberProcess.start(member(), arguments);
  }

  @AfterEach
  void stop() {
    server.close();
    cluster.close();
    members.forEach(MemberProcess::close);
  }

  private static void await(BooleanSupplier what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** Until there is a copy of each entry again. */
  private void awaitCopies() {
    await(() -> cluster.hasCopies(MEMBERS));
  }

  private void awaitCommits(CommittingTab tab, int more) {
    int before = tab.kept();
    await(() -> tab.kept() >= before + more);
  }

  @Test
  void nothingIsLostWithMembersThatDieInTurn() {
    CommittingTab tab = new CommittingTab(server);
    CompletableFuture<Void> working = CompletableFuture.runAsync(tab);
    for (int i = 0; i < MEMBERS; i++) {
      awaitCommits(tab, COMMITS);
      members.get(i).kill();
      awaitCommits(tab, COMMITS);
      members.set(i, member(i));
      awaitCopies();
    }
    awaitCommits(tab, COMMITS);
    tab.isOver();
    working.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();

    // What rests is there, too: nothing has written it again since its member died.
    for (int i = 0; i < MEMBERS; i++) {
      members.get(i).kill();
      tab.comesBack();
      members.set(i, member(i));
      awaitCopies();
    }
    JsonNode newest = tab.joinAgain(false);
    assertThat(outcome(newest)).isEqualTo("restored");
    assertThat(newest.get("data").get("count").asInt()).isEqualTo(tab.kept());
    JsonNode oldest = tab.joinAgain(true);
    assertThat(outcome(oldest)).as("its fence knows of later ones").isNotEqualTo("restored");
    assertThat(oldest.get("reason").asString()).isIn("stale", "rejected");
  }

  @Test
  void whatRestedInMembersThatAllDieIsMissingAndTheViewStartsAnew() {
    CommittingTab tab = new CommittingTab(server);
    members.forEach(MemberProcess::kill);
    for (int i = 0; i < MEMBERS; i++) {
      members.set(i, member(i));
    }
    awaitCopies();
    JsonNode joined = tab.joinAgain(false);
    assertThat(outcome(joined)).isEqualTo("new");
    assertThat(joined.get("reason").asString()).isEqualTo("rejected");
    assertThat(server.rejections.toString()).contains("MISSING");
  }
}
