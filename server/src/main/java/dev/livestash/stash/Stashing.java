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
   * In a store on the servers' side; the tabs hold small tokens that name them. While the store
   * does not answer, they rest in their tabs.
   *
   * @param keeper keeps them
   */
  record Servers(SnapshotStore keeper) implements Stashing {}

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
   * In a store on the servers' side.
   *
   * @param store {@link MemorySnapshotStore} for one node's memory, or one that nodes share
   * @return the choice
   */
  static Stashing onServers(SnapshotStore store) {
    return new Servers(store);
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
