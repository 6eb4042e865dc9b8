package dev.livestash.stash;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps sealed snapshots on the servers' side. It sees tokens only, which it cannot open.
 *
 * <p>No method blocks or throws: each answer comes when it is there, on any thread, and within a
 * bounded time. An engine that does not answer completes it with {@link
 * dev.livestash.fence.StoreUnavailableException}. Safe for use by several threads.
 */
public interface SnapshotStore {

  /**
   * Keeps a snapshot, in place of what the key held.
   *
   * @param key names the instance and the generation that writes, so that a stale writer has a key
   *     of its own; at most 128 characters of ASCII
   * @param token the sealed snapshot
   * @param lifetime how long it is kept at least, unless it is removed or the store is full
   * @return when it is kept
   */
  CompletionStage<Void> put(String key, String token, Duration lifetime);

  /**
   * As {@link #put(String, String, Duration)}, of a snapshot whose client is known, as it is of all
   * that sessions put. A store that one client could fill gives each a share, and refuses what is
   * above that as it does where it is full.
   *
   * @param key as there
   * @param token as there
   * @param lifetime as there
   * @param client whose it is: a subject, as a hash, or an address where there is no subject; at
   *     most 64 characters
   * @return when it is kept; by default, whoever the client is
   */
  default CompletionStage<Void> put(String key, String token, Duration lifetime, String client) {
    return put(key, token, lifetime);
  }

  /**
   * Finds a snapshot.
   *
   * @param key as in {@link #put}
   * @return the token, empty if there is none, or none any more
   */
  CompletionStage<Optional<String>> get(String key);

  /**
   * Forgets a snapshot.
   *
   * @param key as in {@link #put}; one that is not there is no failure
   * @return when it is gone
   */
  CompletionStage<Void> remove(String key);

  /**
   * Lets a snapshot go sooner than it was to. It is asked of each one that another has taken the
   * place of, when very many tabs come back at once, too: whoever has no lifetime for a single
   * snapshot leaves this as it is, and is told to {@link #remove} it in its time, by the node that
   * still remembers it then.
   *
   * @param key as in {@link #put}; one that is not there is no failure
   * @param lifetime how long it is kept at least, from now on
   * @return whether it has that lifetime now; false by default
   */
  default CompletionStage<Boolean> expire(String key, Duration lifetime) {
    return CompletableFuture.completedFuture(false);
  }
}
