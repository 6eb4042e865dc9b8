package dev.livestash.fence;

import static dev.livestash.fence.FenceContract.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * By what rules a node goes on when the shared fence does not answer; in a time that the test sets.
 */
class FallbackFenceTest {
  private static final Ownership.Late LATE = new Ownership.Late();
  private static final Ownership.Stale STALE = new Ownership.Stale();
  private static final String SID = "instance";

  private final TestTime time = new TestTime();
  private final Engine engine = new Engine();
  private final FallbackFence fence = fence(Policy.LOCAL);

  private FallbackFence fence(Policy policy) {
    MemoryFence local =
        new MemoryFence(10_000, Duration.ofHours(1), FenceContract.GRACE, time::nanos);
    return new FallbackFence(engine, local, Limits.of(policy), time, time::nanos);
  }

  /** A shared fence whose answers fail or do not come, when the test says so. */
  private static final class Engine implements Fence {
    final List<String> asked = new ArrayList<>();
    private final StepFence fence = new StepFence(true);
    Map<String, String> notes = Map.of();
    private Supplier<Mode> mode = () -> Mode.UP;

    enum Mode {
      UP,
      DOWN,
      SILENT
    }

    void is(Mode now) {
      mode = () -> now;
    }

    void losesAll() {
      fence.recall(StepFence.Memory.EMPTY);
    }

    private <T> CompletionStage<T> answer(String what, Supplier<CompletionStage<T>> ask) {
      asked.add(what);
      return switch (mode.get()) {
        case UP -> ask.get();
        case DOWN ->
            CompletableFuture.failedFuture(new StoreUnavailableException("down, in a test", null));
        case SILENT -> new CompletableFuture<>();
      };
    }

    @Override
    public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
      return answer("claim", () -> fence.claim(sid, attempt, token, sessionGen));
    }

    @Override
    public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
      return answer("kept " + sid + " " + mark.seq(), () -> fence.kept(sid, gen, mark));
    }

    @Override
    public CompletionStage<Boolean> mayFork(String sid, Mark token) {
      return answer("mayFork", () -> fence.mayFork(sid, token));
    }

    @Override
    public CompletionStage<Map<String, String>> notes(Set<String> names) {
      return answer("notes", () -> CompletableFuture.completedFuture(notes));
    }
  }

  private Ownership claim(long attempt, long gen, long seq) {
    return result(fence.claim(SID, attempt, new Mark(gen, seq), 0));
  }

  private static Ownership shared(long gen) {
    return new Ownership.Owned(gen, true);
  }

  private static Ownership local(long gen) {
    return new Ownership.Owned(gen, false);
  }

  /** Of 100 in its memory, 75 are relied on, and 18 of these are a quarter. */
  @Test
  void oneClientHasAQuarterOfThisNodesMemory() {
    MemoryFence small = new MemoryFence(100, Duration.ofHours(1), Duration.ZERO, time::nanos);
    FallbackFence both =
        new FallbackFence(engine, small, Limits.of(Policy.LOCAL), time, time::nanos);
    for (int n = 0; n < 19; n++) {
      result(both.claim("own" + n, 1, new Mark(1, 1), 0));
      both.isOf("own" + n, "alice");
      assertThat(result(both.kept("own" + n, 2, new Mark(2, 5)))).isTrue();
    }
    for (int n = 0; n < 1000; n++) {
      result(both.claim("foreign" + n, 1, new Mark(1, 1), 0));
    }
    assertThat(small.gen("own17")).isEqualTo(2);
    assertThat(small.gen("own18")).isZero();
  }

  @Test
  void whatTheSharedFenceSaysHolds() {
    assertThat(claim(1, 1, 1)).isEqualTo(shared(2));
    var unused = engine.fence.claim(SID, 7, new Mark(2, 5), 0);
    assertThat(claim(7, 2, 5)).isEqualTo(LATE);
    assertThat(claim(8, 2, 4)).isEqualTo(STALE);
    assertThat(claim(8, 2, 5)).isEqualTo(shared(4));
  }

  @Test
  void anEngineThatIsDownLeavesTheNodeWithWhatItKnows() {
    assertThat(claim(5, 1, 1)).isEqualTo(shared(2));
    var unused = fence.kept(SID, 2, new Mark(2, 3));
    engine.is(Engine.Mode.DOWN);
    assertThat(claim(5, 2, 3)).as("noted when it was granted").isEqualTo(LATE);
    assertThat(claim(6, 2, 2)).isEqualTo(STALE);
    assertThat(claim(6, 2, 3)).isEqualTo(local(3));
    assertThat(result(fence.mayFork(SID, new Mark(2, 3)))).isTrue();
  }

  @Test
  void anEngineThatIsSilentIsWaitedForWithinTheTimeoutOnly() {
    engine.is(Engine.Mode.SILENT);
    CompletableFuture<Ownership> claim =
        fence.claim(SID, 1, new Mark(1, 1), 0).toCompletableFuture();
    time.pass(Limits.DEFAULT_TIMEOUT.minusNanos(1));
    assertThat(claim).isNotDone();
    time.pass(Duration.ofNanos(1));
    assertThat(claim).isCompletedWithValue(local(2));
    assertThat(fence.claim("other", 1, new Mark(1, 1), 0).toCompletableFuture())
        .as("nobody waits again")
        .isCompletedWithValue(local(2));
  }

  @Test
  void anEngineThatHasFailedIsLeftAloneForThePauseThenAskedOnceUntilItAnswers() {
    engine.is(Engine.Mode.DOWN);
    claim(1, 1, 1);
    claim(2, 1, 1);
    assertThat(engine.asked).hasSize(1);
    time.pass(Limits.DEFAULT_PAUSE);
    engine.is(Engine.Mode.SILENT);
    CompletableFuture<Ownership> probe =
        fence.claim(SID, 3, new Mark(1, 1), 0).toCompletableFuture();
    assertThat(claim(4, 1, 1)).as("while one asks").isEqualTo(local(4));
    assertThat(engine.asked).hasSize(2);
    time.pass(Limits.DEFAULT_TIMEOUT);
    assertThat(probe).isCompletedWithValue(LATE);
    assertThat(claim(5, 1, 1)).as("it has failed again").isEqualTo(local(5));
    assertThat(engine.asked).hasSize(2);

    engine.is(Engine.Mode.UP);
    time.pass(Limits.DEFAULT_PAUSE);
    assertThat(claim(6, 1, 1)).as("by itself").isEqualTo(shared(6));
    assertThat(claim(7, 1, 1)).isEqualTo(shared(7));
  }

  @Test
  void aNodeThatMustNotDecideAloneSaysSoExceptOfNewInstances() {
    FallbackFence strict = fence(Policy.REFUSE);
    engine.is(Engine.Mode.DOWN);
    assertThat(result(strict.claim(SID, 1, new Mark(1, 1), 0)))
        .isEqualTo(new Ownership.Unavailable());
    assertThat(result(strict.claim("new", 1, Mark.NONE, 0))).isEqualTo(local(1));
    assertThatThrownBy(() -> result(strict.mayFork(SID, new Mark(1, 1))))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);
    engine.is(Engine.Mode.UP);
    time.pass(Limits.DEFAULT_PAUSE);
    assertThat(result(strict.claim(SID, 1, new Mark(1, 1), 0))).isEqualTo(shared(2));
    assertThat(result(strict.mayFork(SID, new Mark(1, 1)))).isTrue();
  }

  @Test
  void marksAreWrittenLaterTheNewestOnlyOnceAnInterval() {
    claim(1, 1, 1);
    engine.asked.clear();
    var first = fence.kept(SID, 2, new Mark(2, 2));
    time.pass(Limits.DEFAULT_MARK_INTERVAL.minusNanos(1));
    var second = fence.kept(SID, 2, new Mark(2, 9));
    assertThat(engine.asked).isEmpty();
    time.pass(Duration.ofNanos(1));
    assertThat(engine.asked).containsExactly("kept instance 9");
    var third = fence.kept(SID, 2, new Mark(2, 10));
    time.pass(Limits.DEFAULT_MARK_INTERVAL.minusNanos(1));
    assertThat(engine.asked).hasSize(1);
    time.pass(Limits.DEFAULT_MARK_INTERVAL);
    assertThat(engine.asked).containsExactly("kept instance 9", "kept instance 10");
    assertThat(List.of(first, second, third)).allSatisfy(kept -> assertThat(result(kept)).isTrue());
    assertThat(time.waiting()).as("nothing to do").isZero();
  }

  private boolean keptAtOnce(long gen, long seq) {
    return result(fence.keptAtOnce(SID, gen, new Mark(gen, seq)));
  }

  @Test
  void aMarkThatSomethingWaitsForIsWrittenAtOnce() {
    claim(1, 1, 1);
    assertThat(keptAtOnce(2, 5)).isTrue();
    assertThat(engine.fence.memory().kept(SID)).isEqualTo(new Mark(2, 5));
    assertThat(time.waiting()).as("nothing to do").isZero();
    var unused = engine.fence.claim(SID, 7, new Mark(2, 5), 0);
    assertThat(keptAtOnce(2, 6)).as("another node owns it").isFalse();
    engine.asked.clear();
    assertThat(keptAtOnce(1, 7)).as("this node knows that").isFalse();
    assertThat(engine.asked).isEmpty();
  }

  @Test
  void aMarkThatSomethingWaitsForIsWrittenLaterIfTheEngineIsDown() {
    claim(1, 1, 1);
    engine.is(Engine.Mode.DOWN);
    assertThat(keptAtOnce(2, 5)).isTrue();
    engine.is(Engine.Mode.UP);
    time.pass(Limits.DEFAULT_MARK_INTERVAL.multipliedBy(3));
    assertThat(engine.fence.memory().kept(SID)).isEqualTo(new Mark(2, 5));
  }

  @Test
  void aNodeThatMustNotDecideAloneLetsWhatWaitsForAMarkWait() {
    FallbackFence strict = fence(Policy.REFUSE);
    var unused = result(strict.claim(SID, 1, new Mark(1, 1), 0));
    engine.is(Engine.Mode.DOWN);
    assertThatThrownBy(() -> result(strict.keptAtOnce(SID, 2, new Mark(2, 2))))
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aMarkThatIsNotWrittenYetCountsOnThisNode() {
    claim(1, 1, 1);
    var unused = fence.kept(SID, 2, new Mark(2, 5));
    assertThat(claim(2, 2, 4)).isEqualTo(STALE);
    assertThat(engine.fence.memory().kept(SID)).as("it lags").isEqualTo(new Mark(1, 1));
  }

  @Test
  void marksThatCouldNotBeWrittenAreWrittenWhenTheEngineIsBack() {
    claim(1, 1, 1);
    var unused = result(fence.claim("other", 1, new Mark(1, 1), 0));
    engine.asked.clear();
    engine.is(Engine.Mode.DOWN);
    List.of(fence.kept(SID, 2, new Mark(2, 2)), fence.kept("other", 2, new Mark(2, 7)))
        .forEach(FenceContract::result);
    time.pass(Limits.DEFAULT_MARK_INTERVAL.multipliedBy(5));
    assertThat(engine.asked).as("one at a time, while it is down").hasSizeLessThan(7);
    engine.is(Engine.Mode.UP);
    time.pass(Limits.DEFAULT_MARK_INTERVAL.multipliedBy(3));
    assertThat(engine.fence.memory().kept(SID)).isEqualTo(new Mark(2, 2));
    assertThat(engine.fence.memory().kept("other")).isEqualTo(new Mark(2, 7));
    assertThat(time.waiting()).isZero();
  }

  @Test
  void onlySoManyMarksAreWrittenAtOnceAndNoneIsForgotten() {
    int many = MarkWriter.MAX_AT_ONCE * 2 + 1;
    for (int i = 0; i < many; i++) {
      var unused = fence.kept("sid-" + i, 1, new Mark(1, 1));
    }
    time.pass(Limits.DEFAULT_MARK_INTERVAL);
    assertThat(engine.asked).hasSize(MarkWriter.MAX_AT_ONCE);
    time.pass(Limits.DEFAULT_MARK_INTERVAL);
    assertThat(engine.asked).hasSize(many).doesNotHaveDuplicates();
  }

  @Test
  void aLateAnswerThatGrantsAGenerationTakesNothingBack() {
    engine.is(Engine.Mode.DOWN);
    assertThat(claim(9, 1, 1)).isEqualTo(local(2));
    engine.is(Engine.Mode.UP);
    time.pass(Limits.DEFAULT_PAUSE);
    assertThat(claim(9, 1, 1)).as("the engine has not heard of it").isEqualTo(LATE);
    assertThat(claim(10, 2, 1)).isEqualTo(shared(3));
  }

  @Test
  void anEngineThatHasLostItsWritesTakesAnHonestTabsTokenForTheNewest() {
    claim(1, 1, 1);
    var unused = fence.kept(SID, 2, new Mark(2, 5));
    engine.losesAll();
    assertThat(claim(2, 2, 4)).as("this node remembers").isEqualTo(STALE);
    assertThat(claim(2, 2, 5)).isEqualTo(shared(3));
    engine.losesAll();
    assertThat(claim(3, 2, 5)).as("no generation twice").isEqualTo(shared(4));
  }

  @Test
  void aFailureThatIsNoOutageIsNotHidden() {
    engine.mode =
        () -> {
          throw new IllegalStateException("a bug, in a test");
        };
    assertThatThrownBy(() -> claim(1, 1, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noLimitIsZero() {
    assertThatThrownBy(
            () ->
                new Limits(
                    Policy.LOCAL,
                    Duration.ZERO,
                    Limits.DEFAULT_PAUSE,
                    Limits.DEFAULT_MARK_INTERVAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  // --- what the engine knows, and this node's memory does not

  @Test
  void whatTheEngineHasSaidOfARevocationIsKnownWhenItIsDownOrHasLostIt() {
    Map<String, String> revoked = Map.of("revoked:alice", "000000000007");
    engine.notes = revoked;
    assertThat(result(fence.notes(revoked.keySet()))).isEqualTo(revoked);
    engine.notes = Map.of();
    assertThat(result(fence.notes(revoked.keySet()))).isEqualTo(revoked);
    engine.is(Engine.Mode.DOWN);
    assertThat(result(fence.notes(revoked.keySet()))).isEqualTo(revoked);
  }

  /** Its memory holds so many instances, and forgets. */
  @Test
  void anOwnerThatTheNodeHasForgottenIsOneIfTheEngineSaysSo() {
    result(engine.fence.claim(SID, 1, Mark.NONE, 0));
    Mark kept = new Mark(1, 1);
    assertThat(result(fence.keptAtOnce(SID, 1, kept))).isTrue();
    assertThat(result(fence.keptAtOnce("another", 1, kept))).isFalse();
    engine.is(Engine.Mode.DOWN);
    assertThat(result(fence.keptAtOnce(SID, 1, kept))).isFalse();
  }
}
