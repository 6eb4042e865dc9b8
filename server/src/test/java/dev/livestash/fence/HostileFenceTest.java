package dev.livestash.fence;

import static dev.livestash.fence.FenceContract.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.Logs;
import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that somebody else writes to, and what it cannot bring about. */
class HostileFenceTest {
  private static final Mark TOKEN = new Mark(3, 7);

  private final TestTime time = new TestTime();

  /** An engine that grants what it likes. */
  private record Granting(long gen) implements Fence {
    @Override
    public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
      return CompletableFuture.completedFuture(new Ownership.Owned(gen, true));
    }

    @Override
    public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Boolean> mayFork(String sid, Mark token) {
      return CompletableFuture.completedFuture(true);
    }
  }

  private FallbackFence over(Fence engine, Policy policy) {
    MemoryFence local = new MemoryFence(100, Duration.ofHours(1), FenceContract.GRACE, time::nanos);
    return new FallbackFence(engine, local, Limits.of(policy), time, time::nanos);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -3,
        0,
        3,
        4,
        (1L << 32) + 5,
        (1L << 53) - 2,
        1L << 53,
        Long.MAX_VALUE
      })
  void aGenerationThatCannotBeIsNone(long granted) {
    try (Logs logs = new Logs()) {
      FallbackFence local = over(new Granting(granted), Policy.LOCAL);
      assertThat(result(local.claim("sid", 1, TOKEN, 4))).isEqualTo(new Ownership.Owned(5, false));
      FallbackFence refusing = over(new Granting(granted), Policy.REFUSE);
      assertThat(result(refusing.claim("sid", 1, TOKEN, 4))).isEqualTo(new Ownership.Unavailable());
      assertThat(logs.lines()).anyMatch(line -> line.contains("look who else writes to it"));
    }
  }

  /** What this node knows by itself holds, whatever the engine says. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6, 1000, (1L << 32) + 4})
  void whatIsStaleHereIsStaleWhateverTheEngineGrants(long granted) {
    FallbackFence fence = over(new Granting(granted), Policy.LOCAL);
    assertThat(result(fence.claim("sid", 1, TOKEN, 4)))
        .isEqualTo(new Ownership.Owned(granted, true));
    var unused = result(fence.kept("sid", granted, new Mark(granted, 2)));
    assertThat(result(fence.claim("sid", 2, TOKEN, 0))).isEqualTo(new Ownership.Stale());
    assertThat(result(fence.mayFork("sid", TOKEN))).isTrue();
    time.pass(FenceContract.GRACE);
    assertThat(result(fence.mayFork("sid", TOKEN))).isFalse();
  }
}
