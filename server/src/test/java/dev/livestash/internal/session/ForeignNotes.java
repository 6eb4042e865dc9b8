package dev.livestash.internal.session;

import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.Ownership;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.internal.token.Sealer;
import dev.livestash.keys.KeyRing;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** A node that shares a fence in which the same text stands wherever it looks for a note. */
public final class ForeignNotes {
  /** A second of which the node believes that it is now. */
  public static final long NOW = 1_800_000_000;

  private static final String ALICE = "alice";
  private static final String BOB = "bob";
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration HOUR = Duration.ofHours(1);

  private final Subjects subjects;

  public ForeignNotes(KeyRing keys, String text) {
    MemoryFence local = new MemoryFence(10, HOUR, Duration.ofMinutes(1), () -> 0);
    Fence fence =
        new FallbackFence(
            new Engine(text), local, Limits.of(Policy.LOCAL), (delay, task) -> () -> {}, () -> 0);
    this.subjects =
        new Subjects(
            fence,
            new Sealer(keys, RANDOM, () -> 0),
            keys,
            new NodeClock(CLOCK, () -> 0, HOUR),
            HOUR);
  }

  /** It says yes to all, and remembers nothing. */
  private record Engine(String text) implements Fence {
    @Override
    public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
      throw new AssertionError("claims are not what is tried here");
    }

    @Override
    public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Boolean> mayFork(String sid, Mark token) {
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Void> note(String name, String written) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Map<String, String>> notes(Set<String> names) {
      return CompletableFuture.completedFuture(
          names.stream().collect(Collectors.toMap(name -> name, name -> text)));
    }
  }

  /** Without waiting: each answer is there. */
  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().getNow(null);
  }

  private Subjects.Said said() {
    return result(subjects.about(Set.of(Subjects.hash(ALICE))));
  }

  /** Whether one user's tab, of a minute ago, is now another one's. */
  public boolean isHandedOn() {
    Restore.Bound tab = new Restore.Bound(Subjects.hash(ALICE), NOW - 60);
    return result(subjects.handedOn(tab, Subjects.hash(BOB))).isPresent();
  }

  /** Whether what starts now is of no use any more when its user has been revoked. */
  public boolean canRevoke() {
    Optional<String> alice = Optional.of(Subjects.hash(ALICE));
    long startedAt = subjects.startedBy(said(), alice);
    var unused = result(subjects.tell(result(subjects.revoked(ALICE))));
    return said().isRevoked(alice, startedAt);
  }

  /** Has one user take the other one's place, and reads whether that is so just now. */
  public boolean rebind() {
    var unused = result(subjects.tell(result(subjects.rebound(ALICE, BOB))));
    return subjects.isBeingRebound(said(), Optional.of(Subjects.hash(ALICE)));
  }
}
