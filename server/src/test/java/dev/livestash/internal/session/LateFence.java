package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.fence.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A node's fence that decides at once, and whose answers arrive when they are told to. */
final class LateFence implements Fence {
  private final Fence fence;
  private final ServerNode node;
  private final List<Waiting> waiting = new ArrayList<>();

  LateFence(Fence fence, ServerNode node) {
    this.fence = fence;
    this.node = node;
  }

  /**
   * A question that is decided but not answered.
   *
   * @param session which has asked, if one has
   */
  private record Waiting(
      Input.Frame join,
      Optional<Session<HistoryView.History>> session,
      Object decided,
      Optional<Mark> claimed,
      Runnable answer,
      Runnable fail) {

    /**
     * What its answer leads to: that depends on what was asked and on whether its session still is,
     * and not on how far the fence reaches.
     */
    @Override
    public String toString() {
      boolean isAlone = session.filter(Session::hasEnded).isPresent();
      Object answer = decided instanceof Ownership.Owned owned ? owned.gen() : decided;
      return join + " waits for " + answer + claimed + (isAlone ? " alone" : "");
    }
  }

  /** The joins that wait, by their wires. */
  List<Input.Frame> joins() {
    return waiting.stream().map(Waiting::join).toList();
  }

  void answer(int index) {
    waiting.remove(index).answer().run();
  }

  void fail(int index) {
    waiting.remove(index).fail().run();
  }

  @Override
  public String toString() {
    return waiting.toString();
  }

  private <T> CompletionStage<T> later(
      Input.Frame join,
      Optional<Session<HistoryView.History>> session,
      CompletionStage<T> stage,
      Optional<Mark> claimed,
      UnaryOperator<T> heard) {
    T decided = stage.toCompletableFuture().join();
    CompletableFuture<T> told = new CompletableFuture<>();
    waiting.add(
        new Waiting(
            join,
            session,
            decided,
            claimed,
            () -> told.complete(heard.apply(decided)),
            () ->
                told.completeExceptionally(
                    new StoreUnavailableException("The model's engine is down.", null))));
    // Who has asked first does not matter, so that it must not make two nodes of one.
    waiting.sort(Comparator.comparingInt(one -> one.join().wire()));
    return told;
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    return later(
        node.joinOf(attempt),
        node.session(sid),
        fence.claim(sid, attempt, token, sessionGen),
        Optional.of(token),
        claim -> node.heard(sid, claim));
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    return fence.kept(sid, gen, mark);
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    return later(
        node.joining(),
        Optional.empty(),
        fence.mayFork(sid, token),
        Optional.empty(),
        UnaryOperator.identity());
  }
}
