package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.Ownership;
import dev.livestash.settings.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A node that claims by both policies, while its Redis is there and while it is not. */
final class FenceUser implements AutoCloseable {
  static final Ownership UNAVAILABLE = new Ownership.Unavailable();

  /** The machine of the tests may be busy; the rules' own time is half a second. */
  static final Duration BOUND = Duration.ofSeconds(4);

  private static final Duration AWAITED = Duration.ofSeconds(30);

  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
  private final Fence local;
  private final Fence strict;
  private long attempts;

  FenceUser(RedisEngine engine) {
    local = fence(engine, Policy.LOCAL);
    strict = fence(engine, Policy.REFUSE);
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

  /** A claim by the policy that goes on. */
  Ownership claim(String sid) {
    return ask(local, sid).join();
  }

  /** A claim by the policy that refuses. */
  Ownership claimStrictly(String sid) {
    return ask(strict, sid).join();
  }

  static boolean isShared(Ownership claim) {
    return claim instanceof Ownership.Owned owned && owned.shared();
  }

  static boolean isLocal(Ownership claim) {
    return claim instanceof Ownership.Owned owned && !owned.shared();
  }

  /** Claims until Redis has granted it, by both policies. */
  void awaitShared(String sid) {
    awaitShared(local, sid);
    awaitShared(strict, sid);
  }

  private void awaitShared(Fence fence, String sid) {
    long deadline = System.nanoTime() + AWAITED.toNanos();
    Ownership claim = ask(fence, sid).join();
    while (!isShared(claim) && System.nanoTime() < deadline) {
      claim = ask(fence, sid).join();
    }
    assertThat(claim).matches(FenceUser::isShared);
  }

  /**
   * The two policies, while Redis is of no use: asked at once, for it may be of use again soon.
   * Each instance has a number after its name, for those of a cluster that share a slot.
   */
  void goesOnByItsPolicy(String sid) {
    CompletableFuture<Ownership> one = ask(local, sid);
    CompletableFuture<Ownership> two = ask(strict, sid);
    assertThat(one.join()).matches(FenceUser::isLocal);
    assertThat(two.join()).isEqualTo(UNAVAILABLE);
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
