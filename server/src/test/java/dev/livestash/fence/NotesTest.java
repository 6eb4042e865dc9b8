package dev.livestash.fence;

import static dev.livestash.fence.FenceContract.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node knows of what was revoked, when the shared fence does not answer. */
class NotesTest {
  private static final String ONE = "000000000001";
  private static final String TWO = "000000000002";

  private final TestTime time = new TestTime();
  private final MemoryFence there = memory();
  private boolean isDown;

  private MemoryFence memory() {
    return new MemoryFence(100, Duration.ofHours(1), FenceContract.GRACE, time::nanos);
  }

  private FallbackFence node(Policy policy) {
    return new FallbackFence(new Engine(), memory(), Limits.of(policy), time, time::nanos);
  }

  private final class Engine implements Fence {
    private <T> CompletionStage<T> up(Supplier<CompletionStage<T>> answer) {
      return isDown
          ? CompletableFuture.failedFuture(new StoreUnavailableException("down, in a test", null))
          : answer.get();
    }

    @Override
    public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
      return up(() -> there.claim(sid, attempt, token, sessionGen));
    }

    @Override
    public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
      return up(() -> there.kept(sid, gen, mark));
    }

    @Override
    public CompletionStage<Boolean> mayFork(String sid, Mark token) {
      return up(() -> there.mayFork(sid, token));
    }

    @Override
    public CompletionStage<Void> note(String name, String text) {
      return up(() -> there.note(name, text));
    }

    @Override
    public CompletionStage<Map<String, String>> notes(Set<String> names) {
      return up(() -> there.notes(names));
    }
  }

  private static void done(CompletionStage<Void> noted) {
    var unused = result(noted);
  }

  @Test
  void aNodeKnowsWhatItWasToldAndSaysThatOthersDoNot() {
    FallbackFence node = node(Policy.LOCAL);
    isDown = true;
    CompletionStage<Void> noted = node.note("a", ONE);
    assertThatThrownBy(() -> result(noted)).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(result(node.notes(Set.of("a", "b")))).isEqualTo(Map.of("a", ONE));
    isDown = false;
    time.pass(Limits.DEFAULT_PAUSE);
    assertThat(result(node(Policy.LOCAL).notes(Set.of("a")))).isEmpty();
  }

  @Test
  void theHigherOfWhatItKnowsAndWhatTheOthersSayCounts() {
    FallbackFence node = node(Policy.LOCAL);
    for (FallbackFence one : List.of(node, node(Policy.LOCAL))) {
      done(one.note(one.equals(node) ? "a" : "b", TWO));
    }
    assertThat(result(node.notes(Set.of("a", "b")))).isEqualTo(Map.of("a", TWO, "b", TWO));
  }

  /** Whoever can write to the engine cannot put something above all that is said later. */
  @ParameterizedTest
  @MethodSource("foreign")
  void whatIsNoNoteIsNotLearned(String text) {
    done(there.note("a", text));
    FallbackFence node = node(Policy.LOCAL);
    assertThat(result(node.notes(Set.of("a")))).isEmpty();
    done(node.note("a", ONE));
    assertThat(result(node.notes(Set.of("a")))).isEqualTo(Map.of("a", ONE));
    assertThat(result(there.notes(Set.of("a")))).isEqualTo(Map.of("a", ONE));
  }

  static Stream<String> foreign() {
    return Stream.of("~", "", "99999999999", "99999999999x", "999999999999" + "9".repeat(1013));
  }

  @Test
  void whoRefusesWithoutAnAnswerDoesNotGoOnWithoutOne() {
    isDown = true;
    CompletionStage<Map<String, String>> asked = node(Policy.REFUSE).notes(Set.of("a"));
    assertThatThrownBy(() -> result(asked)).hasCauseInstanceOf(StoreUnavailableException.class);
  }

  /** A fence that an application has made before there were notes revokes nothing, and says so. */
  @Test
  void aFenceWithoutNotesSaysSo() {
    PlainFence plain = () -> there;
    assertThat(result(plain.notes(Set.of("a")))).isEmpty();
    assertThatThrownBy(() -> result(plain.note("a", ONE)))
        .hasCauseInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("implement note and notes");
  }
}
