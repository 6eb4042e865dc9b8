package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.internal.stores.Slot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Tells the fence what a tab has kept, so that no older token of it passes. */
final class KeptNote<S> {
  private final Hosted<S> hosted;
  private final String sid;
  private final SnapshotMemory<S> memory;

  KeptNote(Hosted<S> hosted, String sid, SnapshotMemory<S> memory) {
    this.hosted = hosted;
    this.sid = sid;
    this.memory = memory;
  }

  /**
   * Notes a mark.
   *
   * @param isUrgent whether something waits for the answer
   * @return whether the generation still owns the instance; it fails if the fence is away
   */
  CompletableFuture<Boolean> note(long gen, Mark mark, boolean isUrgent) {
    List<Slot> replaced = memory.slots().takeLeft();
    Fence fence = hosted.services.fence();
    CompletableFuture<Boolean> noted =
        (isUrgent ? fence.keptAtOnce(sid, gen, mark) : fence.kept(sid, gen, mark))
            .toCompletableFuture();
    // What older snapshots of the tab rested elsewhere can go, if this session still owns it.
    var unused =
        noted.thenAccept(
            isOwner -> hosted.services.stores().retire(isOwner ? replaced : List.of()));
    return noted;
  }
}
