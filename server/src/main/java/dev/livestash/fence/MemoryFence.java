package dev.livestash.fence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fence in this node's memory, bounded in number and time. What it forgets it no longer guards: a
 * token of an instance it does not know is taken as the newest.
 */
public final class MemoryFence implements Fence {
  /** How many instances it remembers by default. */
  public static final int DEFAULT_MAX_INSTANCES = 100_000;

  /** How long it remembers an instance by default after it last heard of it. */
  public static final Duration DEFAULT_MEMORY = Duration.ofHours(24);

  private record Entry(long gen, long attempt, Mark kept) {}

  private final Cache<String, Entry> entries;

  /**
   * An empty fence.
   *
   * @param maxInstances how many instances it remembers, at least 1
   * @param memory how long it remembers an instance after it last heard of it
   * @param ticker the time
   */
  public MemoryFence(int maxInstances, Duration memory, Ticker ticker) {
    this.entries =
        Caffeine.newBuilder()
            .maximumSize(maxInstances)
            .expireAfterAccess(memory)
            .ticker(ticker)
            .build();
  }

  @Override
  public Claim claim(String sid, long attempt, Mark token, long sessionGen) {
    Claim[] answer = new Claim[1];
    entries
        .asMap()
        .compute(
            sid,
            (key, entry) -> {
              answer[0] = decide(entry, attempt, token, sessionGen);
              return answer[0] instanceof Claim.Owned owned
                  ? new Entry(owned.gen(), attempt, kept(entry).max(token))
                  : entry;
            });
    return answer[0];
  }

  private static Claim decide(@Nullable Entry entry, long attempt, Mark token, long sessionGen) {
    if (entry != null && attempt <= entry.attempt()) {
      return new Claim.Late();
    }
    if (token.compareTo(kept(entry)) < 0) {
      return new Claim.Stale();
    }
    long fenceGen = entry == null ? 0 : entry.gen();
    return new Claim.Owned(Math.max(fenceGen, Math.max(token.gen(), sessionGen)) + 1);
  }

  private static Mark kept(@Nullable Entry entry) {
    return entry == null ? Mark.NONE : entry.kept();
  }

  @Override
  public boolean kept(String sid, long gen, Mark mark) {
    Entry now =
        entries
            .asMap()
            .computeIfPresent(
                sid,
                (key, entry) ->
                    entry.gen() == gen
                        ? new Entry(gen, entry.attempt(), entry.kept().max(mark))
                        : entry);
    return now != null && now.gen() == gen;
  }

  @Override
  public boolean shared() {
    return false;
  }
}
