package dev.livestash.fence;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The high-water marks of instances. Each method is one atomic step for its instance; safe for use
 * by several threads.
 *
 * <p>No method blocks: a fence in this node's memory answers with a stage that is complete, any
 * other when its engine has answered, on any thread. Where the engine does not answer within a
 * bounded time, the stage fails with {@link StoreUnavailableException}; what was asked may have
 * been done or not.
 */
public interface Fence {

  /**
   * How long an instance is remembered after it was last heard of. A token that lives longer is not
   * guarded to its end, so no LiveStash is built with such tokens.
   *
   * @return empty if the fence does not know, as by default: then it is for whoever has set it up
   */
  default Optional<Duration> remembersFor() {
    return Optional.empty();
  }

  /**
   * Makes an attachment the owner of its instance, if it may be.
   *
   * <p>Refused as late if {@code attempt} is not above the last one, then as stale if {@code token}
   * is below the kept mark. Else the generation is one more than the highest of the fence's, the
   * token's and the session's.
   *
   * @param sid the instance
   * @param attempt the tab's number for this join, at least 1
   * @param token the place of the snapshot that the tab holds, {@link Mark#NONE} for a new instance
   * @param sessionGen the generation of the instance's session in this node's memory, 0 if there is
   *     none
   * @return the answer
   */
  CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen);

  /**
   * Says whose an instance is, when a claim to it was granted. A fence that one client could fill
   * gives each a share: what is above that it treats as it does where it is full. By default,
   * nothing is noted.
   *
   * @param sid the instance
   * @param client whose it is: a subject, as a hash, or an address where there is no subject; at
   *     most 64 characters
   */
  default void isOf(String sid, String client) {}

  /**
   * Notes that a tab has stored a snapshot, if the attachment that says so still owns the instance.
   *
   * @param sid the instance
   * @param gen the attachment's generation
   * @param mark the snapshot's place
   * @return whether it is still the owner
   */
  CompletionStage<Boolean> kept(String sid, long gen, Mark mark);

  /**
   * As {@link #kept}, where something waits for it: complete only when every node knows the mark
   * that this fence speaks for. Fails as any other question if that cannot be reached.
   *
   * @param sid the instance
   * @param gen the attachment's generation
   * @param mark the snapshot's place
   * @return whether it is still the owner
   */
  default CompletionStage<Boolean> keptAtOnce(String sid, long gen, Mark mark) {
    return kept(sid, gen, mark);
  }

  /**
   * Whether a copied tab may start an instance of its own from a token of this one: the tab it was
   * copied from may have kept later snapshots meanwhile, but not for longer than a grace.
   *
   * @param sid the instance
   * @param token the place of the copy's snapshot
   * @return true if it may; also if the fence knows nothing of the instance
   */
  CompletionStage<Boolean> mayFork(String sid, Mark token);

  /**
   * Remembers a text under a name, for as long as an instance is remembered: what is said of a
   * user's session, such as that it was revoked. Of two texts under one name the one that is higher
   * by {@link String#compareTo} stays; what stands there and is no such text gives way.
   *
   * @param name at most 64 characters of base64url, colons and asterisks
   * @param text at most 1,024 characters, of which the first 12 are digits: a time
   * @return complete when every node that this fence speaks for can know it; the default fails with
   *     {@link UnsupportedOperationException}
   */
  default CompletionStage<Void> note(String name, String text) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException(
            "This fence remembers no notes, so that nothing can be revoked; implement note and"
                + " notes."));
  }

  /**
   * What is remembered under some names.
   *
   * @param names at most 1,000
   * @return the texts, by their names; without those that are not known
   */
  default CompletionStage<Map<String, String>> notes(Set<String> names) {
    return CompletableFuture.completedFuture(Map.of());
  }
}
