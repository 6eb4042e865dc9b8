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
import org.junit.jupiter.api.Test;

/** What a node knows of what was revoked, when the shared fence does not answer. */
class NotesTest {
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

  @Test
  void aNodeKnowsWhatItWasToldAndSaysThatOthersDoNot() {
    FallbackFence node = node(Policy.LOCAL);
    isDown = true;
    CompletionStage<Void> noted = node.note("a", "1");
    assertThatThrownBy(() -> result(noted)).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(result(node.notes(Set.of("a", "b")))).isEqualTo(Map.of("a", "1"));
    isDown = false;
    time.pass(Limits.DEFAULT_PAUSE);
    assertThat(result(node(Policy.LOCAL).notes(Set.of("a")))).isEmpty();
  }

  @Test
  void theHigherOfWhatItKnowsAndWhatTheOthersSayCounts() {
    FallbackFence node = node(Policy.LOCAL);
    for (FallbackFence one : List.of(node, node(Policy.LOCAL))) {
      var unused = result(one.note(one.equals(node) ? "a" : "b", "2"));
    }
    assertThat(result(node.notes(Set.of("a", "b")))).isEqualTo(Map.of("a", "2", "b", "2"));
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
    Fence plain =
        new Fence() {
          @Override
          public CompletionStage<Ownership> claim(
              String sid, long attempt, Mark token, long sessionGen) {
            return there.claim(sid, attempt, token, sessionGen);
          }

          @Override
          public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
            return there.kept(sid, gen, mark);
          }

          @Override
          public CompletionStage<Boolean> mayFork(String sid, Mark token) {
            return there.mayFork(sid, token);
          }
        };
    assertThat(result(plain.notes(Set.of("a")))).isEmpty();
    assertThatThrownBy(() -> result(plain.note("a", "1")))
        .hasCauseInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("implement note and notes");
  }
}
