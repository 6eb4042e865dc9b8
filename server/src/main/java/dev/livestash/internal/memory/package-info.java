/** Bounded maps in this node's memory: Caffeine, in one place. */
@NullMarked
package dev.livestash.internal.memory;

import org.jspecify.annotations.NullMarked;
