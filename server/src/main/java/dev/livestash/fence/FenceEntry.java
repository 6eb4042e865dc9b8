package dev.livestash.fence;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a fence knows of one instance, and its rules as steps from one entry to the next. Immutable,
 * so that a store need only exchange one entry for another in one atomic step.
 *
 * @param gen the generation that owns the instance
 * @param attempt the last attempt that was not late
 * @param kept the highest mark that the tab has kept
 * @param history when it was raised lately
 */
record FenceEntry(long gen, long attempt, Mark kept, History history) {

  /** A claim's answer, by a fence in one node's memory, and the entry after it. */
  record Decision(Claim claim, FenceEntry entry) {
    /** The same, by a fence that all nodes share. */
    Decision shared() {
      return claim instanceof Claim.Owned owned
          ? new Decision(new Claim.Owned(owned.gen(), true), entry)
          : this;
    }
  }

  /**
   * Which marks were passed how long ago, as coarse as the grace of a fork allows: two windows,
   * each at least a grace long.
   *
   * @param floor what is below it was passed before the last window
   * @param windowMark what is below it was passed before this window
   * @param windowNanos when this window began
   * @param keptNanos when the kept mark was raised last
   */
  record History(Mark floor, Mark windowMark, long windowNanos, long keptNanos) {
    static History from(Mark mark, long nowNanos) {
      return new History(mark, mark, nowNanos, nowNanos);
    }

    History raised(Mark mark, long nowNanos, long graceNanos) {
      return nowNanos - windowNanos >= graceNanos
          ? new History(windowMark, mark, nowNanos, nowNanos)
          : new History(floor, windowMark, windowNanos, nowNanos);
    }

    /** What is below it was passed at least a grace ago. */
    Mark lowest(Mark kept, long nowNanos, long graceNanos) {
      if (nowNanos - keptNanos >= graceNanos) {
        return kept;
      }
      return nowNanos - windowNanos >= graceNanos ? windowMark : floor;
    }
  }

  static Decision claim(
      @Nullable FenceEntry entry, long attempt, Mark token, long sessionGen, long nowNanos) {
    if (entry == null) {
      long gen = Math.max(token.gen(), sessionGen) + 1;
      History history = History.from(token, nowNanos);
      return new Decision(
          new Claim.Owned(gen, false), new FenceEntry(gen, attempt, token, history));
    }
    Optional<Claim> refusal = entry.refusal(attempt, token);
    if (refusal.isPresent()) {
      return new Decision(refusal.get(), entry);
    }
    long gen = Math.max(entry.gen, Math.max(token.gen(), sessionGen)) + 1;
    return new Decision(
        new Claim.Owned(gen, false), new FenceEntry(gen, attempt, token, entry.history));
  }

  /** What is against a claim; empty if nothing is. */
  Optional<Claim> refusal(long byAttempt, Mark token) {
    if (byAttempt <= attempt) {
      return Optional.of(new Claim.Late());
    }
    return token.compareTo(kept) < 0 ? Optional.of(new Claim.Stale()) : Optional.empty();
  }

  /** The entry after a claim that another fence has granted; null stands for none so far. */
  static FenceEntry granted(
      @Nullable FenceEntry entry, long gen, long attempt, Mark token, long nowNanos) {
    return entry == null
        ? new FenceEntry(gen, attempt, token, History.from(token, nowNanos))
        : new FenceEntry(
            Math.max(entry.gen, gen),
            Math.max(entry.attempt, attempt),
            entry.kept.max(token),
            entry.history);
  }

  /** The entry after its owner has kept a snapshot; this one, if somebody else says so. */
  FenceEntry kept(long byGen, Mark mark, long nowNanos, long graceNanos) {
    return byGen == gen && mark.compareTo(kept) > 0
        ? new FenceEntry(gen, attempt, mark, history.raised(mark, nowNanos, graceNanos))
        : this;
  }

  /** Whether a copied tab's token is not too far behind the tab it was copied from. */
  boolean mayFork(Mark token, long nowNanos, long graceNanos) {
    return token.compareTo(history.lowest(kept, nowNanos, graceNanos)) >= 0;
  }
}
