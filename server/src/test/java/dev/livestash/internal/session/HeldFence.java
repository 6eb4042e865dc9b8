package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.fence.StepFence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A shared fence that decides at once, and answers when it is told to. */
final class HeldFence implements Fence {
  private final StepFence fence = new StepFence(true);
  private final List<Held<?>> held = new ArrayList<>();
  private boolean holds;

  private record Held<T>(CompletableFuture<T> told, CompletableFuture<T> decided) {
    void answer() {
      var unused = decided.whenComplete((answer, failure) -> told.complete(answer));
    }
  }

  /** From now on it lets those who ask wait. */
  void hold() {
    holds = true;
  }

  StepFence.Memory memory() {
    return fence.memory();
  }

  /** Answers one that waits, counted from the longest. */
  void answer(int index) {
    held.remove(index).answer();
  }

  void fail(int index, RuntimeException failure) {
    held.remove(index).told().completeExceptionally(failure);
  }

  int waiting() {
    return held.size();
  }

  private <T> CompletionStage<T> later(CompletionStage<T> decided) {
    if (!holds) {
      return decided;
    }
    CompletableFuture<T> told = new CompletableFuture<>();
    held.add(new Held<>(told, decided.toCompletableFuture()));
    return told;
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    return later(fence.claim(sid, attempt, token, sessionGen));
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    return fence.kept(sid, gen, mark);
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    return later(fence.mayFork(sid, token));
  }
}
