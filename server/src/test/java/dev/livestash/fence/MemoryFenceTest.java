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

  /** A fence with room for a few, and what strangers do to it. */
  private Fence small(int strangers) {
    Fence fence = new MemoryFence(100, MEMORY, Duration.ZERO, nanos::get);
    for (int n = 0; n < 60; n++) {
      result(fence.claim("own" + n, 1, new Mark(1, 1), 0));
      result(fence.kept("own" + n, 2, new Mark(2, 5)));
    }
    for (int n = 0; n < strangers; n++) {
      result(fence.claim("foreign" + n, 1, new Mark(7, 7), 0));
    }
    return fence;
  }

  @Test
  void strangersDoNotMakeItForgetWhatATabReliesOn() {
    Fence fence = small(1000);
    for (int n = 0; n < 60; n++) {
      assertThat(result(fence.claim("own" + n, 2, new Mark(2, 4), 0)))
          .isEqualTo(new Ownership.Stale());
    }
  }

  @Test
  void norDoStrangersThatKeepSnapshots() {
    Fence fence = small(0);
    for (int n = 0; n < 1000; n++) {
      result(fence.claim("foreign" + n, 1, new Mark(1, 1), 0));
      assertThat(result(fence.kept("foreign" + n, 2, new Mark(2, 2)))).isTrue();
    }
    for (int n = 0; n < 60; n++) {
      assertThat(result(fence.claim("own" + n, 2, new Mark(2, 4), 0)))
          .isEqualTo(new Ownership.Stale());
    }
  }

  @Test
  void whatIsForgottenInTimeMakesRoom() {
    Fence fence = small(0);
    nanos.addAndGet(MEMORY.toNanos() + 1);
    for (int n = 0; n < 75; n++) {
      result(fence.claim("later" + n, 1, new Mark(1, 1), 0));
      result(fence.kept("later" + n, 2, new Mark(2, 5)));
    }
    for (int n = 0; n < 1000; n++) {
      result(fence.claim("foreign" + n, 1, new Mark(1, 1), 0));
    }
    for (int n = 0; n < 75; n++) {
      assertThat(result(fence.claim("later" + n, 2, new Mark(2, 4), 0)))
          .isEqualTo(new Ownership.Stale());
    }
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
