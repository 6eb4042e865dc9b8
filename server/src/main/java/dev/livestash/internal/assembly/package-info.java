/** Puts a LiveStash together from what its builder was told. */
@NullMarked
package dev.livestash.internal.assembly;

import org.jspecify.annotations.NullMarked;
