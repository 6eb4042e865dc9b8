package dev.livestash.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every fence promises. */
abstract class FenceContract {
  /** How far behind a copied tab may be. */
  static final Duration GRACE = Duration.ofSeconds(60);

  private static final String SID = "instance";

  /** The fence's time, where it can be set. */
  final AtomicLong nanos = new AtomicLong();

  private final Fence fence = newFence();

  abstract Fence newFence();

  private Claim claim(long attempt, long gen, long seq) {
    return fence.claim(SID, attempt, new Mark(gen, seq), 0);
  }

  @Test
  void aNewInstanceIsOwnedInItsFirstGeneration() {
    assertThat(fence.claim(SID, 1, Mark.NONE, 0)).isEqualTo(new Claim.Owned(1));
  }

  @Test
  void eachClaimIsAGenerationAboveTheFencesTheTokensAndTheSessions() {
    assertThat(claim(1, 5, 9)).isEqualTo(new Claim.Owned(6));
    assertThat(claim(2, 5, 9)).isEqualTo(new Claim.Owned(7));
    assertThat(fence.claim(SID, 3, new Mark(5, 9), 20)).isEqualTo(new Claim.Owned(21));
  }

  @Test
  void anAttemptThatIsNotHigherIsLateAndChangesNothing() {
    assertThat(claim(7, 1, 1)).isEqualTo(new Claim.Owned(2));
    assertThat(claim(7, 1, 1)).isEqualTo(new Claim.Late());
    assertThat(claim(6, 1, 1)).isEqualTo(new Claim.Late());
    assertThat(fence.kept(SID, 2, new Mark(2, 2))).isTrue();
  }

  @Test
  void aTokenBelowTheKeptMarkIsStaleAndChangesNothing() {
    claim(1, 1, 1);
    fence.kept(SID, 2, new Mark(2, 5));
    assertThat(claim(2, 2, 4)).isEqualTo(new Claim.Stale());
    assertThat(claim(2, 1, 99)).isEqualTo(new Claim.Stale());
    assertThat(claim(2, 2, 5)).isEqualTo(new Claim.Owned(3));
  }

  @Test
  void aClaimRaisesTheMarkToItsToken() {
    claim(1, 4, 4);
    assertThat(claim(2, 4, 3)).isEqualTo(new Claim.Stale());
  }

  @Test
  void onlyTheOwnerRaisesTheMark() {
    claim(1, 1, 1);
    claim(2, 1, 1);
    assertThat(fence.kept(SID, 2, new Mark(2, 9))).isFalse();
    assertThat(claim(3, 1, 1)).isEqualTo(new Claim.Owned(4));
  }

  @Test
  void theMarkNeverGoesBack() {
    claim(1, 1, 1);
    fence.kept(SID, 2, new Mark(2, 9));
    assertThat(fence.kept(SID, 2, new Mark(2, 3))).isTrue();
    assertThat(claim(2, 2, 8)).isEqualTo(new Claim.Stale());
  }

  @Test
  void anInstanceThatWasNeverClaimedKeepsNothing() {
    assertThat(fence.kept("unknown", 1, new Mark(1, 1))).isFalse();
  }

  @Test
  void instancesDoNotMix() {
    claim(5, 5, 5);
    assertThat(fence.claim("other", 1, new Mark(1, 1), 0)).isEqualTo(new Claim.Owned(2));
  }

  @Test
  void aCopyMayForkFromWhatTheTabHoldsHoweverOld() {
    claim(1, 1, 1);
    fence.kept(SID, 2, new Mark(2, 5));
    pass(GRACE.multipliedBy(10));
    assertThat(fence.mayFork(SID, new Mark(2, 5))).isTrue();
    assertThat(fence.mayFork(SID, new Mark(2, 4))).isFalse();
    assertThat(fence.mayFork("unknown", new Mark(1, 1))).isTrue();
  }

  @Test
  void aCopyMayForkFromWhatWasPassedWithinTheGraceAndNotMuchLonger() {
    claim(1, 1, 1);
    pass(GRACE.multipliedBy(10));
    fence.kept(SID, 2, new Mark(2, 2));
    pass(GRACE.minusNanos(1));
    assertThat(fence.mayFork(SID, new Mark(1, 1))).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(fence.mayFork(SID, new Mark(1, 1))).isFalse();
  }

  @Test
  void aBusyTabDoesNotStretchTheGraceBeyondTwiceItsLength() {
    claim(1, 1, 1);
    long seq = 1;
    for (Duration passed = Duration.ZERO;
        passed.compareTo(GRACE.multipliedBy(2)) <= 0;
        passed = passed.plusSeconds(1)) {
      fence.kept(SID, 2, new Mark(2, ++seq));
      boolean withinGrace = passed.compareTo(GRACE) < 0;
      assertThat(!withinGrace || fence.mayFork(SID, new Mark(1, 1))).isTrue();
      pass(Duration.ofSeconds(1));
    }
    assertThat(fence.mayFork(SID, new Mark(1, 1))).isFalse();
    assertThat(fence.mayFork(SID, new Mark(2, seq - 30))).isTrue();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void simultaneousClaimsAreOwnedInGenerationsOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    List<Callable<Claim>> claims =
        LongStream.rangeClosed(1, 1000)
            .<Callable<Claim>>mapToObj(n -> () -> claim(n, 1, 1))
            .toList();
    List<Long> owned =
        threads.invokeAll(claims).stream()
            .map(FenceContract::result)
            .filter(Claim.Owned.class::isInstance)
            .map(one -> ((Claim.Owned) one).gen())
            .collect(Collectors.toList());
    threads.shutdown();
    assertThat(owned).isNotEmpty().doesNotHaveDuplicates();
    assertThat(claim(1001, 1, 1)).isEqualTo(new Claim.Owned(owned.size() + 2L));
  }

  private static Claim result(Future<Claim> future) {
    try {
      return future.get();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
