package dev.livestash.internal.snapshot;

import dev.livestash.internal.token.Claims;
import dev.livestash.view.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the patches of one session lean on: the base that its tab holds, until the patches against
 * it have cost as much as a new one. Each says all that has changed since its base, so they grow;
 * to pay for the growth just as much as for a new base is never more than twice the least.
 */
public final class PatchBase<S> {
  private final CommitPath<S> commitPath;
  private @Nullable HeldBase base;
  private @Nullable Comeback<S> comeback;
  private int growthBytes;

  public PatchBase(CommitPath<S> commitPath) {
    this.commitPath = commitPath;
  }

  /**
   * Turns to a new socket.
   *
   * @param brought what its tab holds, if patches may lean on that
   * @param state what the tab finds
   */
  public void joined(Outcome outcome, Optional<JoinToken> brought, S state) {
    boolean isItsOwn = outcome == Outcome.RESTORED || outcome == Outcome.WOKEN;
    comeback = brought.map(whole -> new Comeback<>(whole, state, isItsOwn)).orElse(null);
    // The objects of a restored state are others than those of the base, whatever their bytes.
    boolean isHeld =
        base != null && outcome == Outcome.ADOPTED && brought.isPresent() && brought.get().is(base);
    base = isHeld ? base : null;
    growthBytes = isHeld ? growthBytes : 0;
  }

  /** The tab has gone; what it had brought is of no use to the next socket. */
  public void left() {
    comeback = null;
  }

  /** Seals a snapshot; the first ones of a tab that has come back lean on what it has brought. */
  public Commit seal(Claims claims, S state) {
    if (base == null && comeback != null) {
      boolean isWorthIt = growthBytes < comeback.brought().tokenBytes();
      Commit commit =
          isWorthIt
              ? commitPath.resume(claims, state, comeback)
              : commitPath.commit(claims, state, null);
      // What could not be sealed has changed nothing of what the tab holds, and neither has what
      // leans on all of that.
      boolean isReplaced = commit instanceof Commit.Sealed sealed && !sealed.isUnchanged();
      comeback = isReplaced ? null : comeback;
      return commit;
    }
    comeback = null;
    boolean isWorthIt = base != null && growthBytes < base.tokenBytes();
    return commitPath.commit(claims, state, isWorthIt ? base : null);
  }

  /** A snapshot goes to the tab. */
  public void sent(Commit.Sealed snapshot) {
    base = snapshot.isUnchanged() ? null : snapshot.base();
    int growth = Math.max(0, snapshot.token().length() - commitPath.usualPatchBytes());
    growthBytes = snapshot.isPatch() ? growthBytes + growth : 0;
  }

  /** What the next snapshot leans on. */
  @Override
  public String toString() {
    return base != null ? "base" : comeback != null ? "comeback" : "nothing";
  }

  /** The next snapshot does not lean on what the tab holds. */
  public void drop() {
    base = null;
    comeback = null;
  }
}
