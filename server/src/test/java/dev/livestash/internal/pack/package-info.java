/** Tests. */
@NullMarked
package dev.livestash.internal.pack;

import org.jspecify.annotations.NullMarked;
