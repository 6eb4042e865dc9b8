/**
 * A state to its token ({@link dev.livestash.internal.snapshot.CommitPath}) and back ({@link
 * dev.livestash.internal.snapshot.RestorePath}). Knows no session.
 */
@NullMarked
package dev.livestash.internal.snapshot;

import org.jspecify.annotations.NullMarked;
