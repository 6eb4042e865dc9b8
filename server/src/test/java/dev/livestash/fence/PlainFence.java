package dev.livestash.fence;

import java.util.concurrent.CompletionStage;

/**
 * Asks another fence about instances, as one does that an application has made before there were
 * notes.
 */
@FunctionalInterface
public interface PlainFence extends Fence {
  /** Which one. */
  Fence fence();

  @Override
  default CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    return fence().claim(sid, attempt, token, sessionGen);
  }

  @Override
  default CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    return fence().kept(sid, gen, mark);
  }

  @Override
  default CompletionStage<Boolean> mayFork(String sid, Mark token) {
    return fence().mayFork(sid, token);
  }
}
