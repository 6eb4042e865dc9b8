package dev.livestash.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.keys.KeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private void keep(Fence fence, String sid, String client) {
    result(fence.claim(sid, 1, new Mark(1, 1), 0));
    fence.isOf(sid, client);
    assertThat(result(fence.kept(sid, 2, new Mark(2, 5)))).isTrue();
  }

  private boolean isGuarded(Fence fence, String sid) {
    return result(fence.claim(sid, 2, new Mark(2, 4), 0)) instanceof Ownership.Stale;
  }

  /** Of 100, 75 are relied on, and 18 of these are a quarter. */
  @Test
  void oneClientHasAQuarterOfWhatTabsRelyOn() {
    Fence fence = new MemoryFence(100, MEMORY, Duration.ZERO, nanos::get);
    for (int n = 0; n < 1000; n++) {
      keep(fence, "foreign" + n, "mallory");
    }
    for (int n = 0; n < 18; n++) {
      keep(fence, "own" + n, "alice");
      keep(fence, "unknown" + n, "");
    }
    for (int n = 1000; n < 2000; n++) {
      keep(fence, "foreign" + n, "mallory");
    }
    for (int n = 0; n < 18; n++) {
      assertThat(isGuarded(fence, "foreign" + n)).isTrue();
      assertThat(isGuarded(fence, "own" + n)).isTrue();
      assertThat(isGuarded(fence, "unknown" + n)).isTrue();
    }
    assertThat(isGuarded(fence, "foreign18")).isFalse();
  }

  @Test
  void whatIsForgottenInTimeIsOfItsClientsShareNoMore() {
    Fence fence = new MemoryFence(100, MEMORY, Duration.ZERO, nanos::get);
    for (int n = 0; n < 18; n++) {
      keep(fence, "early" + n, "alice");
    }
    nanos.addAndGet(MEMORY.toNanos() + 1);
    for (int n = 0; n < 19; n++) {
      keep(fence, "late" + n, "alice");
      keep(fence, "late" + n, "alice");
    }
    for (int n = 0; n < 1000; n++) {
      result(fence.claim("foreign" + n, 1, new Mark(1, 1), 0));
    }
    for (int n = 0; n < 18; n++) {
      assertThat(isGuarded(fence, "late" + n)).isTrue();
    }
    assertThat(isGuarded(fence, "late18")).isFalse();
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

  /** It would take a token for the newest of which it has forgotten that it is none. */
  @Test
  void oneThatForgetsBeforeATokenExpiresIsNotTaken(@TempDir Path folder) {
    KeyRing keys = KeyRing.development(folder.resolve("keys.json"));
    Supplier<LiveStashBuilder> forgetful =
        () ->
            LiveStash.builder()
                .keys(keys)
                .fence(new MemoryFence(100, Duration.ofMinutes(5), GRACE, nanos::get));
    assertThatThrownBy(forgetful.get()::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The fence forgets after PT5M what tokens can bring back");
    forgetful.get().times(times -> times.withTokenLifetime(Duration.ofMinutes(5))).build().close();
    LiveStash.builder()
        .keys(keys)
        .fence(new MemoryFence(100, MemoryFence.DEFAULT_MEMORY, GRACE, nanos::get))
        .build()
        .close();
  }
}
