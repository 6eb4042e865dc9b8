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
  /** Attempts that are further apart, in ms, are not those of one tab in a hurry. */
  static final long FAR = 10_000;

  /** A claim's answer, by a fence in one node's memory, and the entry after it. */
  record Decision(Ownership claim, FenceEntry entry) {
    /** The same, by a fence that all nodes share. */
    Decision shared() {
      return claim instanceof Ownership.Owned owned
          ? new Decision(new Ownership.Owned(owned.gen(), true), entry)
          : this;
    }
  }

  /** How long a copied tab may be behind, and what time it is. */
  record Grace(long nanos, long nowNanos) {
    boolean isOverSince(long sinceNanos) {
      return nowNanos - sinceNanos >= nanos;
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
    /** Of an instance unheard of: what its token has passed may have been passed just now. */
    static History from(Mark token, Grace grace) {
      return new History(Mark.NONE, token, grace.nowNanos, grace.nowNanos);
    }

    History raised(Mark mark, Grace grace) {
      return grace.isOverSince(windowNanos)
          ? new History(windowMark, mark, grace.nowNanos, grace.nowNanos)
          : new History(floor, windowMark, windowNanos, grace.nowNanos);
    }

    /** What is below it was passed at least a grace ago. */
    Mark lowest(Mark kept, Grace grace) {
      if (grace.isOverSince(keptNanos)) {
        return kept;
      }
      return grace.isOverSince(windowNanos) ? windowMark : floor;
    }
  }

  static Decision claim(
      @Nullable FenceEntry entry, long attempt, Mark token, long sessionGen, Grace grace) {
    Optional<Ownership> refusal = entry == null ? Optional.empty() : entry.refusal(attempt, token);
    if (entry != null && refusal.isPresent()) {
      return new Decision(refusal.get(), entry.refused(attempt));
    }
    long fenceGen = entry == null ? 0 : entry.gen;
    long gen = Math.max(fenceGen, Math.max(token.gen(), sessionGen)) + 1;
    return new Decision(
        new Ownership.Owned(gen, false), granted(entry, gen, attempt, token, grace));
  }

  /** What is against a claim; empty if nothing is. */
  Optional<Ownership> refusal(long byAttempt, Mark token) {
    if (byAttempt <= attempt) {
      return Optional.of(new Ownership.Late());
    }
    return token.compareTo(kept) < 0 ? Optional.of(new Ownership.Stale()) : Optional.empty();
  }

  /**
   * The entry after a refused claim. One whose attempt is far below the last one takes its place: a
   * socket that its tab has given up joins once, but what comes again, later, is there. So an
   * attempt far above the owner's, which any copy of a token can bring, does not keep the owner
   * out.
   */
  FenceEntry refused(long byAttempt) {
    return attempt - byAttempt > FAR ? new FenceEntry(gen, byAttempt, kept, history) : this;
  }

  /** The entry after a granted claim, by this fence or another; null stands for none so far. */
  static FenceEntry granted(
      @Nullable FenceEntry entry, long gen, long attempt, Mark token, Grace grace) {
    return entry == null
        ? new FenceEntry(gen, attempt, token, History.from(token, grace))
        : new FenceEntry(
                Math.max(entry.gen, gen),
                Math.max(entry.attempt, attempt),
                entry.kept,
                entry.history)
            .raised(token, grace);
  }

  /** The entry after its owner has kept a snapshot; this one, if somebody else says so. */
  FenceEntry kept(long byGen, Mark mark, Grace grace) {
    return byGen == gen ? raised(mark, grace) : this;
  }

  private FenceEntry raised(Mark mark, Grace grace) {
    return mark.compareTo(kept) > 0
        ? new FenceEntry(gen, attempt, mark, history.raised(mark, grace))
        : this;
  }

  /** Whether a copied tab's token is not too far behind the tab it was copied from. */
  boolean mayFork(Mark token, Grace grace) {
    return token.compareTo(history.lowest(kept, grace)) >= 0;
  }
}
