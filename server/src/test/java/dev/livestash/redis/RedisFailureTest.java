package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.Ownership;
import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.settings.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of claims when a real Redis fails: in bounded time, by the policy, and back again.
 */
class RedisFailureTest {
  private static final Ownership UNAVAILABLE = new Ownership.Unavailable();

  /** The machine of the tests may be busy; the rules' own time is half a second. */
  private static final Duration BOUND = Duration.ofSeconds(4);

  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
  private final RedisProcess redis = RedisProcess.start();
  private final RedisEngine engine = RedisEngine.connect(redis.uri());
  private final Fence local = fence(engine, Policy.LOCAL);
  private final Fence strict = fence(engine, Policy.REFUSE);
  private long attempts;

  @AfterEach
  void stop() {
    engine.close();
    redis.close();
    timers.shutdownNow();
  }

  private Fence fence(RedisEngine shared, Policy policy) {
    MemoryFence memory =
        new MemoryFence(100, Duration.ofHours(1), Duration.ofMinutes(1), System::nanoTime);
    return new FallbackFence(
        shared.fence(Clock.systemUTC()), memory, Limits.of(policy), this::after, System::nanoTime);
  }

  private Scheduler.Timer after(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private CompletableFuture<Ownership> ask(Fence fence, String sid) {
    return fence
        .claim(sid, ++attempts, new Mark(1, 1), 0)
        .toCompletableFuture()
        .orTimeout(BOUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Ownership claim(Fence fence, String sid) {
    return ask(fence, sid).join();
  }

  private static boolean isShared(Ownership claim) {
    return claim instanceof Ownership.Owned owned && owned.shared();
  }

  private static boolean isLocal(Ownership claim) {
    return claim instanceof Ownership.Owned owned && !owned.shared();
  }

  /** Claims until Redis has granted it. */
  private void awaitShared(Fence fence) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Ownership claim = claim(fence, "awaited");
    while (!isShared(claim) && System.nanoTime() < deadline) {
      claim = claim(fence, "awaited");
    }
    assertThat(claim).matches(RedisFailureTest::isShared);
  }

  /** The two policies, while Redis is of no use: asked at once, for it may be of use again soon. */
  private void theNodeGoesOnByItsPolicy() {
    CompletableFuture<Ownership> one = ask(local, "one");
    CompletableFuture<Ownership> two = ask(strict, "two");
    assertThat(one.join()).matches(RedisFailureTest::isLocal);
    assertThat(two.join()).isEqualTo(UNAVAILABLE);
  }

  @Test
  void downAtTheStartOfTheNode() {
    int port = RedisProcess.freePort();
    long start = System.nanoTime();
    try (RedisEngine early = RedisEngine.connect("redis://127.0.0.1:" + port)) {
      Fence fence = fence(early, Policy.LOCAL);
      assertThat(claim(fence, "one")).matches(RedisFailureTest::isLocal);
      assertThat(claim(fence(early, Policy.REFUSE), "two")).isEqualTo(UNAVAILABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
      try (RedisProcess later = RedisProcess.startAt(port)) {
        assertThat(later.port()).isEqualTo(port);
        awaitShared(fence);
      }
    }
  }

  @Test
  void killedDuringTheRunAndStartedAgainEmpty() {
    awaitShared(local);
    awaitShared(strict);
    redis.kill();
    theNodeGoesOnByItsPolicy();
    redis.restart();
    awaitShared(local);
    awaitShared(strict);
  }

  @Test
  void frozenAndThawed() {
    awaitShared(local);
    awaitShared(strict);
    redis.freeze();
    theNodeGoesOnByItsPolicy();
    redis.thaw();
    awaitShared(local);
    awaitShared(strict);
  }

  @Test
  void slowByASecond() {
    awaitShared(local);
    awaitShared(strict);
    assertThat(redis.command("CLIENT PAUSE 1000 ALL")).isEqualTo("+OK");
    theNodeGoesOnByItsPolicy();
    awaitShared(local);
    awaitShared(strict);
  }

  @Test
  void aConnectionThatLeadsNowhereIsMadeAgain() {
    try (Wire wire = new Wire(redis.port());
        RedisEngine wired = RedisEngine.connect(wire.uri())) {
      Fence fence = fence(wired, Policy.LOCAL);
      awaitShared(fence);
      wire.swallow();
      assertThat(claim(fence, "one")).matches(RedisFailureTest::isLocal);
      awaitShared(fence);
    }
  }

  @Test
  void failedOverWithLostWrites() {
    awaitShared(local);
    assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");
    assertThat(claim(local, "awaited")).as("its tab is served").isInstanceOf(Ownership.Owned.class);
    awaitShared(local);
  }

  @Test
  void aCommandThatCannotBeAnsweredFailsInTime() {
    awaitShared(local);
    redis.kill();
    assertThatThrownBy(
            () ->
                engine
                    .snapshots()
                    .get("key")
                    .toCompletableFuture()
                    .orTimeout(BOUND.toMillis(), TimeUnit.MILLISECONDS)
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
