/** A state to JSON and back, and to a patch against what a tab holds. */
@NullMarked
package dev.livestash.internal.state;

import org.jspecify.annotations.NullMarked;
