/** Tests. */
@NullMarked
package dev.livestash.internal.state;

import org.jspecify.annotations.NullMarked;
