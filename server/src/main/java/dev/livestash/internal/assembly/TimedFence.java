package dev.livestash.internal.assembly;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.internal.session.Listeners;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** A shared fence, of which those who listen are told how long it takes to answer. */
final class TimedFence implements Fence {
  private final Fence shared;
  private final Listeners listeners;
  private final LongSupplier nanoTime;

  TimedFence(Fence shared, Listeners listeners, LongSupplier nanoTime) {
    this.shared = shared;
    this.listeners = listeners;
    this.nanoTime = nanoTime;
  }

  private <T> CompletionStage<T> timed(String asked, CompletionStage<T> answer, long start) {
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
              listeners.tellApplication(one -> one.asked("fence", asked, failure == null, took));
            });
    return answer;
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    long start = nanoTime.getAsLong();
    return timed("claim", shared.claim(sid, attempt, token, sessionGen), start);
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    long start = nanoTime.getAsLong();
    return timed("kept", shared.kept(sid, gen, mark), start);
  }

  @Override
  public CompletionStage<Boolean> keptAtOnce(String sid, long gen, Mark mark) {
    long start = nanoTime.getAsLong();
    return timed("kept", shared.keptAtOnce(sid, gen, mark), start);
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    long start = nanoTime.getAsLong();
    return timed("mayFork", shared.mayFork(sid, token), start);
  }

  @Override
  public CompletionStage<Void> note(String name, String text) {
    long start = nanoTime.getAsLong();
    return timed("note", shared.note(name, text), start);
  }

  @Override
  public CompletionStage<Map<String, String>> notes(Set<String> names) {
    long start = nanoTime.getAsLong();
    return timed("notes", shared.notes(names), start);
  }
}
