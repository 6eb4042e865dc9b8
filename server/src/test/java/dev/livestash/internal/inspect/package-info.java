/** Tests. */
@NullMarked
package dev.livestash.internal.inspect;

import org.jspecify.annotations.NullMarked;
