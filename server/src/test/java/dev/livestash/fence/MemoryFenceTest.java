package dev.livestash.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryFenceTest extends FenceContract {
  private static final Duration MEMORY = Duration.ofHours(1);

  @Override
  protected Fence newFence() {
    return new MemoryFence(10_000, MEMORY, GRACE, nanos::get);
  }

  @Override
  protected boolean isShared() {
    return false;
  }

  @Test
  void itForgetsAnInstanceItHasNotHeardOfForItsMemory() {
    Fence fence = newFence();
    result(fence.claim("sid", 9, new Mark(9, 9), 0));
    nanos.addAndGet(MEMORY.toNanos() - 1);
    assertThat(result(fence.claim("sid", 9, new Mark(1, 1), 0))).isEqualTo(new Ownership.Late());
    nanos.addAndGet(MEMORY.toNanos() + 1);
    assertThat(result(fence.claim("sid", 1, new Mark(1, 1), 0)))
        .isEqualTo(new Ownership.Owned(2, false));
  }
}
