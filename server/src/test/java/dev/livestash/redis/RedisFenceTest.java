package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.TestClock;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisFenceTest extends FenceContract {
  private static final Duration MEMORY = Duration.ofHours(1);

  private static RedisProcess redis;
  private static RedisEngine here;
  private static RedisEngine there;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    here = RedisEngine.connect(RedisURI.create(redis.uri()), Duration.ofSeconds(10));
    there = RedisEngine.connect(RedisURI.create(redis.uri()), Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    redis.close();
  }

  @Override
  protected Fence newFence() {
    return here.fence(MEMORY, GRACE, new TestClock(nanos));
  }

  @Override
  protected Fence elsewhere(Fence fence) {
    return there.fence(MEMORY, GRACE, new TestClock(nanos));
  }

  @Override
  protected boolean isShared() {
    return true;
  }

  @Test
  void anInstanceIsForgottenByItself() {
    result(newFence().claim("expiring", 1, Mark.NONE, 0));
    long millis = Long.parseLong(redis.command("PTTL livestash:fence:expiring").substring(1));
    assertThat(millis).isBetween(MEMORY.toMillis() - 60_000, MEMORY.toMillis());
  }

  @Test
  void theLargestNumbersOfTheProtocolAreExact() {
    long most = (1L << 53) - 3;
    Fence fence = newFence();
    assertThat(result(fence.claim("large", most, new Mark(most, most), 0)))
        .isEqualTo(new Ownership.Owned(most + 1, true));
    assertThat(result(fence.claim("large", most, new Mark(most, most), 0)))
        .isEqualTo(new Ownership.Late());
    assertThat(result(fence.kept("large", most + 1, new Mark(most, most + 1)))).isTrue();
    assertThat(result(fence.claim("large", most + 1, new Mark(most, most), 0)))
        .isEqualTo(new Ownership.Stale());
    assertThat(result(fence.claim("large", most + 1, new Mark(most, most + 1), 0)))
        .isEqualTo(new Ownership.Owned(most + 2, true));
  }

  @Test
  void aScriptCacheThatWasFlushedIsFilledAgain() {
    Fence fence = newFence();
    result(fence.claim("flushed", 1, Mark.NONE, 0));
    assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
    assertThat(result(fence.claim("flushed", 2, Mark.NONE, 0)))
        .isEqualTo(new Ownership.Owned(2, true));
    assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
    assertThat(result(fence.kept("flushed", 2, new Mark(2, 1)))).isTrue();
    assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
    assertThat(result(fence.mayFork("flushed", new Mark(2, 1)))).isTrue();
  }

  @Test
  void anHonestTabIsServedAfterAllWritesWereLost() {
    Fence fence = newFence();
    result(fence.claim("lost", 1, Mark.NONE, 0));
    result(fence.kept("lost", 1, new Mark(1, 9)));
    assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");
    assertThat(result(fence.kept("lost", 1, new Mark(1, 10)))).as("nobody owns it").isFalse();
    assertThat(result(fence.claim("lost", 2, new Mark(1, 10), 0)))
        .isEqualTo(new Ownership.Owned(2, true));
    assertThat(result(fence.claim("lost", 3, new Mark(1, 9), 0))).isEqualTo(new Ownership.Stale());
  }
}
