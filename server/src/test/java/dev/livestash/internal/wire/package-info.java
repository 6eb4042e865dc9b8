/** Tests. */
@NullMarked
package dev.livestash.internal.wire;

import org.jspecify.annotations.NullMarked;
