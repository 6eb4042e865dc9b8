package dev.livestash.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every fence promises. */
public abstract class FenceContract {
  /** How far behind a copied tab may be. */
  protected static final Duration GRACE = Duration.ofSeconds(60);

  private static final int THREADS = 32;
  private static final AtomicInteger INSTANCES = new AtomicInteger();

  /** The fence's time, where it can be set. */
  protected final AtomicLong nanos = new AtomicLong();

  private final String sid = newSid();
  private Fence fence;

  @BeforeEach
  final void makeFence() {
    fence = newFence();
  }

  protected abstract Fence newFence();

  /** The same fence, as another node sees it; the same object, if it reaches one node only. */
  protected Fence elsewhere(Fence here) {
    return here;
  }

  protected abstract boolean isShared();

  /** Fences that outlive a test see an instance in one test only. */
  private static String newSid() {
    return "instance-" + INSTANCES.incrementAndGet();
  }

  private Ownership claim(long attempt, long gen, long seq) {
    return claim(fence, sid, attempt, new Mark(gen, seq), 0);
  }

  private static Ownership claim(Fence at, String sid, long attempt, Mark token, long sessionGen) {
    return result(at.claim(sid, attempt, token, sessionGen));
  }

  private boolean kept(long gen, Mark mark) {
    return result(fence.kept(sid, gen, mark));
  }

  private boolean mayFork(String from, Mark token) {
    return result(fence.mayFork(from, token));
  }

  protected static <T> T result(CompletionStage<T> answer) {
    return answer.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private Ownership owned(long gen) {
    return new Ownership.Owned(gen, isShared());
  }

  @Test
  void aNewInstanceIsOwnedInItsFirstGeneration() {
    assertThat(claim(fence, sid, 1, Mark.NONE, 0)).isEqualTo(owned(1));
  }

  @Test
  void eachClaimIsAGenerationAboveTheFencesTheTokensAndTheSessions() {
    assertThat(claim(1, 5, 9)).isEqualTo(owned(6));
    assertThat(claim(2, 5, 9)).isEqualTo(owned(7));
    assertThat(claim(fence, sid, 3, new Mark(5, 9), 20)).isEqualTo(owned(21));
  }

  @Test
  void anAttemptThatIsNotHigherIsLateAndChangesNothing() {
    assertThat(claim(7, 1, 1)).isEqualTo(owned(2));
    assertThat(claim(7, 1, 1)).isEqualTo(new Ownership.Late());
    assertThat(claim(6, 1, 1)).isEqualTo(new Ownership.Late());
    assertThat(kept(2, new Mark(2, 2))).isTrue();
  }

  @Test
  void anAttemptFarAboveAllOthersKeepsTheOwnerOutOnce() {
    long now = 1_800_000_000_000L;
    assertThat(claim(now, 1, 1)).isEqualTo(owned(2));
    assertThat(claim((1L << 53) - 1, 1, 1)).isEqualTo(owned(3));
    assertThat(claim(now + 5, 1, 1)).isEqualTo(new Ownership.Late());
    assertThat(claim(now + 5, 1, 1)).as("the same socket again").isEqualTo(new Ownership.Late());
    assertThat(claim(now + 6, 1, 1)).isEqualTo(owned(4));
    assertThat(claim(now + 3, 1, 1)).isEqualTo(new Ownership.Late());
  }

  @Test
  void aTokenBelowTheKeptMarkIsStaleAndChangesNothing() {
    claim(1, 1, 1);
    kept(2, new Mark(2, 5));
    assertThat(claim(2, 2, 4)).isEqualTo(new Ownership.Stale());
    assertThat(claim(2, 1, 99)).isEqualTo(new Ownership.Stale());
    assertThat(claim(2, 2, 5)).isEqualTo(owned(3));
  }

  @Test
  void aClaimRaisesTheMarkToItsToken() {
    claim(1, 4, 4);
    assertThat(claim(2, 4, 3)).isEqualTo(new Ownership.Stale());
  }

  @Test
  void onlyTheOwnerRaisesTheMark() {
    claim(1, 1, 1);
    claim(2, 1, 1);
    assertThat(kept(2, new Mark(2, 9))).isFalse();
    assertThat(claim(3, 1, 1)).isEqualTo(owned(4));
  }

  @Test
  void theMarkNeverGoesBack() {
    claim(1, 1, 1);
    kept(2, new Mark(2, 9));
    assertThat(kept(2, new Mark(2, 3))).isTrue();
    assertThat(claim(2, 2, 8)).isEqualTo(new Ownership.Stale());
  }

  @Test
  void anInstanceThatWasNeverClaimedKeepsNothing() {
    assertThat(result(fence.kept(newSid(), 1, new Mark(1, 1)))).isFalse();
  }

  @Test
  void instancesDoNotMix() {
    claim(5, 5, 5);
    assertThat(claim(fence, newSid(), 1, new Mark(1, 1), 0)).isEqualTo(owned(2));
  }

  @Test
  void aCopyMayForkFromWhatTheTabHoldsHoweverOld() {
    claim(1, 1, 1);
    kept(2, new Mark(2, 5));
    pass(GRACE.multipliedBy(10));
    assertThat(mayFork(sid, new Mark(2, 5))).isTrue();
    assertThat(mayFork(sid, new Mark(2, 4))).isFalse();
    assertThat(mayFork(newSid(), new Mark(1, 1))).isTrue();
  }

  @Test
  void aCopyMayForkFromWhatWasPassedWithinTheGraceAndNotMuchLonger() {
    claim(1, 1, 1);
    pass(GRACE.multipliedBy(10));
    kept(2, new Mark(2, 2));
    pass(GRACE.minusMillis(1));
    assertThat(mayFork(sid, new Mark(1, 1))).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(mayFork(sid, new Mark(1, 1))).isFalse();
  }

  @Test
  void aFenceThatHearsOfATabLateGivesItsCopiesTheGrace() {
    claim(1, 4, 4);
    assertThat(mayFork(sid, new Mark(1, 1))).isTrue();
    pass(GRACE.minusMillis(1));
    assertThat(mayFork(sid, new Mark(1, 1))).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(mayFork(sid, new Mark(1, 1))).isFalse();
  }

  @Test
  void aClaimThatPassesWhatTheFenceKnewGivesCopiesTheGrace() {
    claim(1, 1, 1);
    pass(GRACE.multipliedBy(10));
    claim(2, 4, 4);
    pass(GRACE.minusMillis(1));
    assertThat(mayFork(sid, new Mark(2, 2))).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(mayFork(sid, new Mark(2, 2))).isFalse();
  }

  @Test
  void aBusyTabDoesNotStretchTheGraceBeyondTwiceItsLength() {
    claim(1, 1, 1);
    long seq = 1;
    for (Duration passed = Duration.ZERO;
        passed.compareTo(GRACE.multipliedBy(2)) <= 0;
        passed = passed.plusSeconds(1)) {
      kept(2, new Mark(2, ++seq));
      boolean withinGrace = passed.compareTo(GRACE) < 0;
      assertThat(!withinGrace || mayFork(sid, new Mark(1, 1))).isTrue();
      pass(Duration.ofSeconds(1));
    }
    assertThat(mayFork(sid, new Mark(1, 1))).isFalse();
    assertThat(mayFork(sid, new Mark(2, seq - 30))).isTrue();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** One claim of many, and what the node it was made on has kept then. */
  private record Turn(long attempt, Ownership claim) {
    long gen() {
      return ((Ownership.Owned) claim).gen();
    }
  }

  @Test
  void simultaneousClaimsAreOwnedOneAfterTheOther() throws Exception {
    List<Turn> owned =
        simultaneously(1000).stream()
            .filter(turn -> turn.claim() instanceof Ownership.Owned)
            .sorted(Comparator.comparingLong(Turn::attempt))
            .toList();

    List<Long> gapless = LongStream.rangeClosed(2, owned.size() + 1L).boxed().toList();
    assertThat(owned).extracting(Turn::gen).isEqualTo(gapless);
    assertThat(owned.get(owned.size() - 1).attempt())
        .as("the highest attempt wins")
        .isEqualTo(1000);
    assertThat(claim(1000, 1, 1)).isEqualTo(new Ownership.Late());
    assertThat(claim(1001, 1, 1)).isEqualTo(owned(owned.size() + 2L));
  }

  /** Claims of many attempts at once, on both nodes; each owner keeps a snapshot of its own. */
  private List<Turn> simultaneously(int attempts) throws Exception {
    Fence there = elsewhere(fence);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Callable<Turn>> claims =
        LongStream.rangeClosed(1, attempts)
            .<Callable<Turn>>mapToObj(n -> () -> turn(n % 2 == 0 ? fence : there, n))
            .toList();
    List<Turn> turns = threads.invokeAll(claims).stream().map(FenceContract::done).toList();
    threads.shutdown();
    return turns;
  }

  private Turn turn(Fence at, long attempt) {
    Ownership claim = claim(at, sid, attempt, new Mark(1, 1), 0);
    if (claim instanceof Ownership.Owned owned) {
      // Of the generation before, which has lost the instance.
      assertThat(result(at.kept(sid, owned.gen() - 1, new Mark(owned.gen(), 0)))).isFalse();
    }
    return new Turn(attempt, claim);
  }

  private static <T> T done(Future<T> future) {
    try {
      return future.get();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void whatOneNodeIsToldAllKnowIfItIsShared() {
    assumeThat(isShared()).isTrue();
    Fence there = elsewhere(fence);
    assertThat(claim(7, 1, 1)).isEqualTo(owned(2));
    assertThat(claim(there, sid, 7, new Mark(1, 1), 0)).isEqualTo(new Ownership.Late());
    kept(2, new Mark(2, 5));
    assertThat(claim(there, sid, 8, new Mark(2, 4), 0)).isEqualTo(new Ownership.Stale());
    assertThat(claim(there, sid, 8, new Mark(2, 5), 0)).isEqualTo(owned(3));
    assertThat(kept(2, new Mark(2, 6))).isFalse();
    assertThat(result(there.mayFork(sid, new Mark(2, 4)))).isTrue();
  }

  @Test
  void ofTwoNotesTheHigherOneStaysAndAllKnowItIfItIsShared() {
    String name = "revoked:" + sid;
    assertThat(result(fence.notes(Set.of(name)))).isEmpty();
    // What is no note's text is not the higher one, whoever has put it there.
    for (String text : List.of("~", "000000000002 two", "000000000001 one")) {
      var unused = result(fence.note(name, text));
    }
    assertThat(result(fence.notes(Set.of(name, "revoked:*" + sid))))
        .isEqualTo(Map.of(name, "000000000002 two"));
    var unused = result(fence.note(name, "000000000003"));
    Fence asked = isShared() ? elsewhere(fence) : fence;
    assertThat(result(asked.notes(Set.of(name)))).isEqualTo(Map.of(name, "000000000003"));
    assertThat(claim(7, 1, 1)).as("a note is no entry").isEqualTo(owned(2));
  }
}
