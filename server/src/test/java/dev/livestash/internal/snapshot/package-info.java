/** Tests. */
@NullMarked
package dev.livestash.internal.snapshot;

import org.jspecify.annotations.NullMarked;
