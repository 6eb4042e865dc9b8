package dev.livestash.fence;

import dev.livestash.internal.memory.BoundedMaps;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * A fence in this node's memory, bounded in number and time. What it forgets it no longer guards: a
 * token of an instance it does not know is taken as the newest.
 *
 * <p>Instances whose tab has kept a snapshot have three quarters of the room, and are not forgotten
 * for others: where these are full, it is a newcomer that is guarded for a short time only. So it
 * is where one client has a quarter of them. All others share the rest, where the one goes that was
 * heard of least lately.
 */
public final class MemoryFence implements Fence {
  /** How many instances it remembers by default. */
  public static final int DEFAULT_MAX_INSTANCES = 100_000;

  /** How long it remembers an instance by default after it last heard of it. */
  public static final Duration DEFAULT_MEMORY = Duration.ofHours(24);

  /**
   * How far behind a copied tab may be by default; it can be twice as far if the other tab is busy.
   */
  public static final Duration DEFAULT_FORK_GRACE = Duration.ofSeconds(60);

  private final Duration memory;
  private final FenceMemory entries;
  private final ConcurrentMap<String, String> notes;
  private final LongSupplier nanoTime;
  private final long graceNanos;

  /**
   * An empty fence.
   *
   * @param maxInstances how many instances it remembers, at least 1
   * @param memory how long it remembers an instance after it last heard of it
   * @param forkGrace how far behind a copied tab may be
   * @param nanoTime a monotonic clock
   */
  public MemoryFence(int maxInstances, Duration memory, Duration forkGrace, LongSupplier nanoTime) {
    this.memory = memory;
    this.nanoTime = nanoTime;
    this.graceNanos = forkGrace.toNanos();
    this.entries = new FenceMemory(maxInstances, memory, nanoTime);
    this.notes = BoundedMaps.byCount(maxInstances, memory, nanoTime);
  }

  private FenceEntry.Grace grace() {
    return new FenceEntry.Grace(graceNanos, nanoTime.getAsLong());
  }

  /**
   * How many instances it remembers now, for metrics.
   *
   * @return the number, about
   */
  public long instances() {
    return entries.size();
  }

  @Override
  public Optional<Duration> remembersFor() {
    return Optional.of(memory);
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    FenceEntry.Decision[] decided = new FenceEntry.Decision[1];
    entries.change(
        sid,
        entry -> {
          decided[0] = FenceEntry.claim(entry, attempt, token, sessionGen, grace());
          return decided[0].entry();
        });
    return CompletableFuture.completedFuture(decided[0].claim());
  }

  @Override
  public void isOf(String sid, String client) {
    entries.isOf(sid, client);
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    FenceEntry now =
        entries.change(sid, entry -> entry == null ? null : entry.kept(gen, mark, grace()));
    boolean isOwner = now != null && now.gen() == gen;
    if (isOwner) {
      entries.isRelied(sid);
    }
    return CompletableFuture.completedFuture(isOwner);
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    FenceEntry entry = entries.get(sid);
    return CompletableFuture.completedFuture(entry == null || entry.mayFork(token, grace()));
  }

  @Override
  public CompletionStage<Void> note(String name, String text) {
    notes.merge(name, text, NoteText::higher);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Map<String, String>> notes(Set<String> names) {
    Map<String, String> found = new HashMap<>();
    for (String name : names) {
      String text = notes.get(name);
      if (text != null) {
        found.put(name, text);
      }
    }
    return CompletableFuture.completedFuture(found);
  }

  /** What this node's memory has against a claim; empty if nothing. Else the claim is refused. */
  Optional<Ownership> refusal(String sid, long attempt, Mark token) {
    FenceEntry entry = entries.get(sid);
    Optional<Ownership> refusal = entry == null ? Optional.empty() : entry.refusal(attempt, token);
    if (refusal.isPresent()) {
      entries.change(sid, now -> now == null ? null : now.refused(attempt));
    }
    return refusal;
  }

  /** The generation that owns an instance, as far as this node's memory knows; 0 if not at all. */
  long gen(String sid) {
    FenceEntry entry = entries.get(sid);
    return entry == null ? 0 : entry.gen();
  }

  /** Notes a claim that another fence has granted. */
  void granted(String sid, long gen, long attempt, Mark token) {
    entries.change(sid, entry -> FenceEntry.granted(entry, gen, attempt, token, grace()));
  }
}
