/** Tests. */
@NullMarked
package dev.livestash.internal.assembly;

import org.jspecify.annotations.NullMarked;
