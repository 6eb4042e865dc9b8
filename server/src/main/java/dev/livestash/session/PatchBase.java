package dev.livestash.session;

import dev.livestash.session.CommitPath.Result;
import dev.livestash.token.Claims;
import dev.livestash.view.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the patches of one session lean on: the base that its tab holds, until the patches against
 * it have cost as much as a new one. Each says all that has changed since its base, so they grow;
 * to pay for the growth just as much as for a new base is never more than twice the least.
 */
final class PatchBase<S> {
  private final CommitPath<S> commitPath;
  private @Nullable HeldBase base;
  private @Nullable Arrived<S> arrived;
  private int growthBytes;

  PatchBase(CommitPath<S> commitPath) {
    this.commitPath = commitPath;
  }

  /**
   * Turns to a new socket.
   *
   * @param brought what its tab holds, if patches may lean on that
   * @param state what the tab finds
   */
  void joined(Outcome outcome, Optional<BroughtToken> brought, S state) {
    arrived = brought.map(whole -> new Arrived<>(whole, state)).orElse(null);
    // The objects of a restored state are others than those of the base, whatever their bytes.
    boolean isHeld =
        base != null && outcome == Outcome.ADOPTED && brought.isPresent() && brought.get().is(base);
    base = isHeld ? base : null;
    growthBytes = isHeld ? growthBytes : 0;
  }

  /** The tab has gone; what it had brought is of no use to the next socket. */
  void left() {
    arrived = null;
  }

  /** Seals a snapshot; the first one of a tab that has come back leans on what it has brought. */
  Result seal(Claims claims, S state) {
    Arrived<S> first = base == null ? arrived : null;
    arrived = null;
    if (first != null) {
      return commitPath.resume(claims, state, first);
    }
    boolean isWorthIt = base != null && growthBytes < base.tokenBytes();
    return commitPath.commit(claims, state, isWorthIt ? base : null);
  }

  /** A snapshot goes to the tab. */
  void sent(Result.Sealed snapshot) {
    base = snapshot.base();
    int growth = Math.max(0, snapshot.token().length() - commitPath.usualPatchBytes());
    growthBytes = snapshot.isPatch() ? growthBytes + growth : 0;
  }

  /** The next snapshot does not lean on what the tab holds. */
  void drop() {
    base = null;
  }
}
