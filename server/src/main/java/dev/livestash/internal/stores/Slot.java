package dev.livestash.internal.stores;

import dev.livestash.stash.SnapshotStore;

/**
 * A place in a store, for the snapshots of one generation of one in-memory session.
 *
 * @param store keeps them
 * @param key names them there
 */
public record Slot(SnapshotStore store, String key) {}
