/**
 * Where a sealed snapshot rests, if not in its browser tab alone.
 *
 * <p>A {@link dev.livestash.stash.SnapshotStore} keeps tokens on the servers' side.
 */
@NullMarked
package dev.livestash.stash;

import org.jspecify.annotations.NullMarked;
