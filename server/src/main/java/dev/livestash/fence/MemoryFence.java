package dev.livestash.fence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A fence in this node's memory, bounded in number and time. What it forgets it no longer guards: a
 * token of an instance it does not know is taken as the newest.
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

  private final Cache<String, FenceEntry> entries;
  private final Ticker ticker;
  private final long graceNanos;

  /**
   * An empty fence.
   *
   * @param maxInstances how many instances it remembers, at least 1
   * @param memory how long it remembers an instance after it last heard of it
   * @param forkGrace how far behind a copied tab may be
   * @param ticker the time
   */
  public MemoryFence(int maxInstances, Duration memory, Duration forkGrace, Ticker ticker) {
    this.ticker = ticker;
    this.graceNanos = forkGrace.toNanos();
    this.entries =
        Caffeine.newBuilder()
            .maximumSize(maxInstances)
            .expireAfterAccess(memory)
            .ticker(ticker)
            .build();
  }

  private FenceEntry.Grace grace() {
    return new FenceEntry.Grace(graceNanos, ticker.read());
  }

  @Override
  public CompletionStage<Claim> claim(String sid, long attempt, Mark token, long sessionGen) {
    FenceEntry.Decision[] decided = new FenceEntry.Decision[1];
    entries
        .asMap()
        .compute(
            sid,
            (key, entry) -> {
              decided[0] = FenceEntry.claim(entry, attempt, token, sessionGen, grace());
              return decided[0].entry();
            });
    return CompletableFuture.completedFuture(decided[0].claim());
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    FenceEntry now =
        entries.asMap().computeIfPresent(sid, (key, entry) -> entry.kept(gen, mark, grace()));
    return CompletableFuture.completedFuture(now != null && now.gen() == gen);
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    FenceEntry entry = entries.getIfPresent(sid);
    return CompletableFuture.completedFuture(entry == null || entry.mayFork(token, grace()));
  }

  /** What this node's memory has against a claim; empty if nothing. Changes nothing. */
  Optional<Claim> refusal(String sid, long attempt, Mark token) {
    FenceEntry entry = entries.getIfPresent(sid);
    return entry == null ? Optional.empty() : entry.refusal(attempt, token);
  }

  /** The generation that owns an instance, as far as this node's memory knows; 0 if not at all. */
  long gen(String sid) {
    FenceEntry entry = entries.getIfPresent(sid);
    return entry == null ? 0 : entry.gen();
  }

  /** Notes a claim that another fence has granted. */
  void granted(String sid, long gen, long attempt, Mark token) {
    entries
        .asMap()
        .compute(sid, (key, entry) -> FenceEntry.granted(entry, gen, attempt, token, grace()));
  }
}
