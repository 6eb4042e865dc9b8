package dev.livestash.internal.stores;

import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.Stashing;
import java.util.Optional;

/**
 * Where a tab's next whole snapshot goes, as its view chose and its size and the tab's storage
 * allow.
 */
public final class Placement {
  /** Where. */
  public enum Place {
    /** To the tab. */
    TAB,
    /** To the store. */
    STORE,
    /** It is too large for both. */
    NOWHERE
  }

  private final Stashing stashing;
  private final int maxTabBytes;
  private final int maxStoredBytes;
  private int refusedBytes = Integer.MAX_VALUE;

  /**
   * A placement for a tab that has refused nothing.
   *
   * @param stashing what the view chose
   * @param maxTabBytes how large a token may be in a tab
   * @param maxStoredBytes how large in a store
   */
  public Placement(Stashing stashing, int maxTabBytes, int maxStoredBytes) {
    this.stashing = stashing;
    this.maxTabBytes = maxTabBytes;
    this.maxStoredBytes = maxStoredBytes;
  }

  public Optional<SnapshotStore> store() {
    return stashing.store();
  }

  public Place of(int tokenBytes) {
    boolean isForTab = stashing instanceof Stashing.Browser && fitsTab(tokenBytes);
    if (isForTab) {
      return Place.TAB;
    }
    boolean isForStore = stashing.store().isPresent() && tokenBytes <= maxStoredBytes;
    return isForStore ? Place.STORE : Place.NOWHERE;
  }

  /**
   * Whether patches may follow a whole snapshot in the tab: not if the next one goes to the store.
   */
  public boolean takesPatches() {
    return stashing instanceof Stashing.Browser;
  }

  /**
   * Whether the tab may take it; clearly less than what it has refused, so that it is not asked in
   * vain.
   */
  public boolean fitsTab(int tokenBytes) {
    return tokenBytes <= maxTabBytes && tokenBytes <= refusedBytes / 4 * 3;
  }

  /** The same of what its store did not take; never, if the view has said so. */
  public boolean mayFallBack(int tokenBytes) {
    boolean isForStoreOnly = stashing instanceof Stashing.Servers servers && servers.only();
    return !isForStoreOnly && fitsTab(tokenBytes);
  }

  /** The tab could not store so much. Its next socket may try again. */
  public void refused(int tabBytes) {
    refusedBytes = tabBytes;
  }
}
