package dev.livestash.stash;

import java.util.Optional;

/**
 * Where the snapshots of a view rest. Chosen for each view; tabs are told nothing of it, and a tab
 * that comes back to a view whose choice has changed meanwhile is restored from where it was.
 */
public sealed interface Stashing {

  /**
   * In their tabs.
   *
   * @param overflow where a snapshot goes that is over the limit of a token, or that its tab could
   *     not store; the tab then holds a small token that names it
   */
  record Browser(Optional<SnapshotStore> overflow) implements Stashing {}

  /**
   * In a store on the servers' side; the tabs hold small tokens that name them.
   *
   * @param keeper keeps them
   * @param only whether they rest nowhere else, whatever becomes of the store; otherwise what it
   *     does not take rests in its tab, sealed, until it answers
   */
  record Servers(SnapshotStore keeper, boolean only) implements Stashing {}

  /**
   * In their tabs alone.
   *
   * @return the choice
   */
  static Stashing inBrowser() {
    return new Browser(Optional.empty());
  }

  /**
   * In their tabs, as far as they have room there.
   *
   * @param overflow takes the others
   * @return the choice
   */
  static Stashing inBrowser(SnapshotStore overflow) {
    return new Browser(Optional.of(overflow));
  }

  /**
   * In a store on the servers' side. What that does not take, rests in its tab until it answers, as
   * far as there is room: sealed, as with {@link #inBrowser()}.
   *
   * @param store {@link MemorySnapshotStore} for one node's memory, or one that nodes share
   * @return the choice
   */
  static Stashing onServers(SnapshotStore store) {
    return new Servers(store, false);
  }

  /**
   * In a store on the servers' side and nowhere else: no state is sent to a tab, not even sealed.
   * What the store does not take is in the server's memory only, and {@linkplain
   * dev.livestash.report.StashListener#unprotected unprotected}, until it answers.
   *
   * @param store as in {@link #onServers}
   * @return the choice
   */
  static Stashing onServersOnly(SnapshotStore store) {
    return new Servers(store, true);
  }

  /**
   * The store that it may use.
   *
   * @return the store, if there is one
   */
  default Optional<SnapshotStore> store() {
    return this instanceof Browser browser
        ? browser.overflow()
        : Optional.of(((Servers) this).keeper());
  }
}
