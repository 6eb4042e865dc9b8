/** Tests. */
@NullMarked
package dev.livestash.internal.undertow;

import org.jspecify.annotations.NullMarked;
