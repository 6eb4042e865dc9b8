/**
 * Where a sealed snapshot rests, if not in its browser tab alone.
 *
 * <p>A {@link dev.livestash.stash.SnapshotStore} keeps tokens on the servers' side; {@link
 * dev.livestash.stash.Stashing} says which snapshots of a view go there.
 */
@NullMarked
package dev.livestash.stash;

import org.jspecify.annotations.NullMarked;
