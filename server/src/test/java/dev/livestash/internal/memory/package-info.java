/** Tests of what memory is shared out to. */
@NullMarked
package dev.livestash.internal.memory;

import org.jspecify.annotations.NullMarked;
