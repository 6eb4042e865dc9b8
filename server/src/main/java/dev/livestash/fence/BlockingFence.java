package dev.livestash.fence;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a fence that nodes share, over any store that can exchange one text for another in
 * one atomic step. Its methods block, and answer in the calling thread; the engine's package makes
 * a {@link Fence} of it.
 */
public final class BlockingFence {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** No instance begins so. */
  private static final String NOTE = "note:";

  /** Holds a text for each instance. */
  public interface Store {
    /**
     * The text.
     *
     * @param sid the instance
     * @return what is held, null for nothing
     */
    @Nullable String get(String sid);

    /**
     * Several texts, in one question to the engine if it has one for that.
     *
     * @param sids those that are asked for
     * @return what is held, without those of which nothing is
     */
    default Map<String, String> getAll(Set<String> sids) {
      Map<String, String> found = new HashMap<>();
      for (String sid : sids) {
        String text = get(sid);
        if (text != null) {
          found.put(sid, text);
        }
      }
      return found;
    }

    /**
     * Puts a text in place of another, in one atomic step.
     *
     * @param sid the instance
     * @param before what must be held, null for nothing
     * @param after what is held then
     * @return false if something else was held, so that nothing has changed
     */
    boolean exchange(String sid, @Nullable String before, String after);
  }

  private final Store store;
  private final Duration patience;
  private final long graceNanos;
  private final Clock clock;

  /**
   * A fence.
   *
   * @param store holds the entries
   * @param patience for how long an exchange is tried again when others were faster
   * @param forkGrace how far behind a copied tab may be
   * @param clock this node's time
   */
  public BlockingFence(Store store, Duration patience, Duration forkGrace, Clock clock) {
    this.store = store;
    this.patience = patience;
    this.graceNanos = forkGrace.toNanos();
    this.clock = clock;
  }

  private FenceEntry.Grace grace() {
    return new FenceEntry.Grace(graceNanos, clock.millis() * NANOS_PER_MILLI);
  }

  /**
   * As {@link Fence#claim}.
   *
   * @param sid the instance
   * @param attempt the tab's number for this join
   * @param token the place of the snapshot that the tab holds
   * @param sessionGen the generation of the instance's session in this node's memory
   * @return the answer
   * @throws StoreUnavailableException if others were faster for too long
   */
  public Ownership claim(String sid, long attempt, Mark token, long sessionGen) {
    FenceEntry.Decision[] decided = new FenceEntry.Decision[1];
    var unused =
        change(
            sid,
            entry -> {
              decided[0] = FenceEntry.claim(entry, attempt, token, sessionGen, grace()).shared();
              return decided[0].entry();
            });
    return decided[0].claim();
  }

  /**
   * As {@link Fence#kept}.
   *
   * @param sid the instance
   * @param gen the attachment's generation
   * @param mark the snapshot's place
   * @return whether it is still the owner
   * @throws StoreUnavailableException if others were faster for too long
   */
  public boolean kept(String sid, long gen, Mark mark) {
    FenceEntry now = change(sid, entry -> entry == null ? null : entry.kept(gen, mark, grace()));
    return now != null && now.gen() == gen;
  }

  /**
   * As {@link Fence#mayFork}.
   *
   * @param sid the instance
   * @param token the place of the copy's snapshot
   * @return true if it may
   */
  public boolean mayFork(String sid, Mark token) {
    String held = store.get(sid);
    return held == null || EntryText.read(held).mayFork(token, grace());
  }

  /**
   * As {@link Fence#note}.
   *
   * @param name names it
   * @param text what is remembered
   * @throws StoreUnavailableException if others were faster for too long
   */
  public void note(String name, String text) {
    String key = NOTE + name;
    long start = clock.millis();
    do {
      String held = store.get(key);
      String stays = NoteText.higher(held, text);
      if (stays.equals(held) || store.exchange(key, held, stays)) {
        return;
      }
    } while (isWithinPatience(clock.millis() - start));
    throw new StoreUnavailableException("Others changed the note all the time", null);
  }

  /**
   * As {@link Fence#notes}.
   *
   * @param names those that are asked for
   * @return the texts, by their names
   */
  public Map<String, String> notes(Set<String> names) {
    Set<String> keys = names.stream().map(NOTE::concat).collect(Collectors.toUnmodifiableSet());
    Map<String, String> found = new HashMap<>();
    store.getAll(keys).forEach((key, text) -> found.put(key.substring(NOTE.length()), text));
    return found;
  }

  @SuppressWarnings("ReferenceEquality") // an entry that did not change is the same object
  private @Nullable FenceEntry change(String sid, UnaryOperator<@Nullable FenceEntry> step) {
    long start = clock.millis();
    do {
      String held = store.get(sid);
      FenceEntry entry = held == null ? null : EntryText.read(held);
      FenceEntry next = step.apply(entry);
      if (next == null || next == entry || store.exchange(sid, held, EntryText.write(next))) {
        return next;
      }
    } while (isWithinPatience(clock.millis() - start));
    throw new StoreUnavailableException("Others changed the instance's entry all the time", null);
  }

  /** A clock that is set back meanwhile ends the patience: else it would last until then. */
  private boolean isWithinPatience(long elapsedMillis) {
    return elapsedMillis >= 0 && elapsedMillis < patience.toMillis();
  }
}
