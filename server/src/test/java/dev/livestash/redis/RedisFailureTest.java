package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.Ownership;
import dev.livestash.fence.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of claims when a real Redis fails: in bounded time, by the policy, and back again.
 */
class RedisFailureTest {
  /** Each of them waits for a second, but where nothing is open. */
  private static final int MAX_ASKED = 20;

  private final RedisProcess redis = RedisProcess.start();
  private final RedisEngine engine = RedisEngine.connect(redis.uri());
  private final FenceUser node = new FenceUser(engine);

  @AfterEach
  void stop() {
    node.close();
    engine.close();
    redis.close();
  }

  @Test
  void downAtTheStartOfTheNode() {
    int port = RedisProcess.freePort();
    long start = System.nanoTime();
    try (RedisEngine early = RedisEngine.connect("redis://127.0.0.1:" + port);
        FenceUser user = new FenceUser(early)) {
      assertThat(user.claim("one")).matches(FenceUser::isLocal);
      assertThat(user.claimStrictly("two")).isEqualTo(FenceUser.UNAVAILABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FenceUser.BOUND);
      try (RedisProcess later = RedisProcess.startAt(port)) {
        assertThat(later.port()).isEqualTo(port);
        user.awaitShared("one");
      }
    }
  }

  @Test
  void killedDuringTheRunAndStartedAgainEmpty() {
    node.awaitShared("awaited");
    redis.kill();
    node.goesOnByItsPolicy("one");
    redis.restart();
    node.awaitShared("awaited");
  }

  @Test
  void frozenAndThawed() {
    node.awaitShared("awaited");
    redis.freeze();
    node.goesOnByItsPolicy("one");
    redis.thaw();
    node.awaitShared("awaited");
  }

  @Test
  void slowByASecond() {
    node.awaitShared("awaited");
    assertThat(redis.command("CLIENT PAUSE 1000 ALL")).isEqualTo("+OK");
    node.goesOnByItsPolicy("one");
    node.awaitShared("awaited");
  }

  @Test
  void aConnectionThatLeadsNowhereIsMadeAgain() {
    try (Wire wire = new Wire(redis.port());
        RedisEngine wired = RedisEngine.connect(wire.uri());
        FenceUser user = new FenceUser(wired)) {
      user.awaitShared("awaited");
      wire.swallow();
      assertThat(user.claim("one")).matches(FenceUser::isLocal);
      user.awaitShared("awaited");
    }
  }

  @Test
  void aConnectionThatIsResetUnderACommandDoesNotAnswer() {
    try (Wire wire = new Wire(redis.port());
        RedisEngine wired = RedisEngine.connect(wire.uri());
        FenceUser user = new FenceUser(wired)) {
      user.awaitShared("awaited");
      wire.resetAtNextWord();
      isNotAnswered(wired);
      user.awaitShared("awaited");
      wire.resetAtNextWord();
      assertThat(user.claim("one")).matches(FenceUser::isLocal);
      user.awaitShared("awaited");
    }
  }

  /** It holds what was sent on it, which may be much, until TCP gives it up after a while. */
  @Test
  void aConnectionThatLeadsNowhereIsLeftWhereThereIsNoOther() {
    try (Wire wire = new Wire(redis.port());
        RedisEngine wired = RedisEngine.connect(wire.uri());
        FenceUser user = new FenceUser(wired)) {
      user.awaitShared("awaited");
      wire.swallowAll(true);
      CompletableFuture<Void> left = wire.firstLeft();
      for (int i = 0; i < MAX_ASKED && !left.isDone(); i++) {
        isNotAnswered(wired);
      }
      assertThat(left).isDone();
      isNotAnswered(wired);
      wire.swallowAll(false);
      user.awaitShared("awaited");
    }
  }

  private static void isNotAnswered(RedisEngine engine) {
    assertThatThrownBy(() -> engine.snapshots().get("key").toCompletableFuture().join())
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aServerThatHasBecomeAReplicaIsLeft() {
    try (RedisProcess next = RedisProcess.start();
        Wire wire = new Wire(redis.port());
        RedisEngine wired = RedisEngine.connect(wire.uri());
        FenceUser user = new FenceUser(wired)) {
      user.awaitShared("awaited");
      wire.leadTo(next.port());
      assertThat(redis.command("REPLICAOF 127.0.0.1 " + next.port())).isEqualTo("+OK");
      user.awaitShared("awaited");
      assertThat(next.command("EXISTS livestash:fence:awaited")).isEqualTo(":1");
    }
  }

  @Test
  void failedOverWithLostWrites() {
    node.awaitShared("awaited");
    assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");
    assertThat(node.claim("awaited")).as("its tab is served").isInstanceOf(Ownership.Owned.class);
    node.awaitShared("awaited");
  }

  @Test
  void aCommandThatCannotBeAnsweredFailsInTime() {
    node.awaitShared("awaited");
    redis.kill();
    assertThatThrownBy(
            () ->
                engine
                    .snapshots()
                    .get("key")
                    .toCompletableFuture()
                    .orTimeout(FenceUser.BOUND.toMillis(), TimeUnit.MILLISECONDS)
                    .join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void whatIsAskedAfterTheEndFails() {
    RedisEngine closed = RedisEngine.connect(redis.uri());
    closed.close();
    assertThatThrownBy(() -> closed.snapshots().get("key").toCompletableFuture().join())
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }
}
